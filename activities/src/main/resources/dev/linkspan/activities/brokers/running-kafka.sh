# The Java, the class path, the user and the environment of the process with the id $pid.
read_words "/proc/$pid/cmdline"
class_path=
arguments=()
for ((i = 1; i < ${#words[@]}; i++)); do
  case ${words[i]} in
    -cp | -classpath | --class-path | -jar) class_path=${class_path:-${words[i + 1]:-}} ;;
    --class-path=*) class_path=${class_path:-${words[i]#*=}} ;;
    --override) arguments+=("${words[i + 1]:-}") ;;
    --override=*) arguments+=("${words[i]#*=}") ;;
  esac
done
if [ -z "$class_path" ]; then
  class_path=$(tr '\0' '\n' < "/proc/$pid/environ" | sed -n 's/^CLASSPATH=//p')
fi
[ -n "$class_path" ] || { echo "unknown: its class path is not on its command line"; exit 0; }
java=$(readlink "/proc/$pid/exe")
[ -x "$java" ] || { echo "unknown: there is no $java"; exit 0; }
as=()

# What the process runs as: the first of its user ids or group ids, or all of its other groups.
id_of() { # Uid, Gid, or Groups
  awk -v key="$1:" '$1 == key { ids = $2; if (key == "Groups:") for (i = 3; i <= NF; i++) ids = ids "," $i }
    END { print ids }' "/proc/$pid/status"
}

if [ "$(id -u)" -eq 0 ] && [ "$(id_of Uid)" != 0 ]; then
  # Only numbers: the setpriv of older distributions knows no names, and some users have none.
  as=(setpriv --reuid "$(id_of Uid)" --regid "$(id_of Gid)" --groups "$(id_of Groups)")
  [ -n "$(id_of Groups)" ] || as=("${as[@]:0:5}" --clear-groups)
fi

# Takes the environment and the folder of the process.
enter() {
  local setting
  read_words "/proc/$pid/environ"
  for setting in ${words[@]+"${words[@]}"}; do
    case $setting in
      # What would choose the programs that root runs here.
      PATH=* | LD_* | IFS=* | BASH*) ;;
      # Options and agents of the broker's JVM, which would open the broker's ports.
      JAVA_TOOL_OPTIONS=* | JDK_JAVA_OPTIONS=* | _JAVA_OPTIONS=*) ;;
      *)
        if [[ $setting =~ ^[A-Za-z_][A-Za-z0-9_]*= ]]; then
          export "${setting?}" 2> /dev/null || true
        fi
        ;;
    esac
  done
  cd "/proc/$pid/cwd/" || exit
}
