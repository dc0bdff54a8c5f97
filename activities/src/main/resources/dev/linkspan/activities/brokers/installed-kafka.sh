# The Java and the class path of a Kafka that is unpacked in the folder $root.
java=$root/jdk/bin/java
[ -x "$java" ] || { echo "unknown: there is no $java"; exit 0; }
class_path="$root/kafka/libs/*"
as=()
arguments=()

enter() {
  cd "$root" || exit
}
