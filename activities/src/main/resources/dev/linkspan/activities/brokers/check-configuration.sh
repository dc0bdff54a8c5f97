# Lets Kafka's own configuration class judge the file on the input, with the Java, the class path and
# the user that the script before this one has found. Starts no broker.
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir -p "$folder/${class_name%/*}"
base64 -d <<< "$class_content" > "$folder/$class_name.class"
chmod -R a+rX "$folder"
# No variable of the broker's environment takes their place.
readonly folder java class_path class_name settings as arguments
enter
timeout 25 ${as[@]+"${as[@]}"} "$java" -Xmx96m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto \
  -Dlinkspan.settings="$settings" \
  -cp "$folder:$class_path" "${class_name//\//.}" ${arguments[@]+"${arguments[@]}"} 2> /dev/null \
  || echo "unknown: Java ended with exit code $?"
