no_file=80
unreadable=81
too_large=82
twice=83

# The release among the jars that the process $1 runs with.
kafka_version() { # process id
  {
    tr '\0:' '\n\n' < "/proc/$1/cmdline" || true
    tr '\0' '\n' < "/proc/$1/environ" | sed -n 's/^CLASSPATH=//p' | tr ':' '\n' || true
    ls -l "/proc/$1/fd" || true
  } 2> /dev/null | sed -nE \
    -e 's#^(.*/)?kafka_2\.[0-9]+-([0-9]+\.[0-9]+\.[0-9]+)[^/]*\.jar$#1 \2#p' \
    -e 's#^(.*/)?kafka-clients-([0-9]+\.[0-9]+\.[0-9]+)[^/]*\.jar$#2 \2#p' \
    | sort -s -n -k 1,1 | head -n 1 | cut -d' ' -f2
}

# Whether a stop of the unit, which systemctl shows as $1, stops every Kafka on the machine, as Kafka's
# own script does without an option.
stops_every_kafka() { # properties
  printf '%s\n' "$1" | grep '^ExecStop=.*kafka-server-stop' \
    | grep -qvE -e '--(node-id|process-role)'
}

# Whether the files that process $1 runs from are gone, as after the update of a package: the release of
# Kafka or of Java.
replaced() { # process id
  local jar
  jar=$(tr '\0:' '\n\n' 2> /dev/null < "/proc/$1/cmdline" \
    | grep -E -m 1 '^/.*/(kafka_2\.[0-9]+|kafka-clients)-[0-9][^/]*[.]jar$' || true)
  [ -z "$jar" ] || [ ! -e "/proc/$1/root/" ] || [ -e "/proc/$1/root$jar" ] || echo Kafka
  case $(readlink "/proc/$1/exe" 2> /dev/null || true) in
    *' (deleted)') echo Java ;;
  esac
}

# The processes that Kafka's own script would stop, other than process $1. It searches with ps, too.
other_kafkas() { # process id
  local pid
  for pid in $(ps axww -o pid=,args= 2> /dev/null | awk '/ kafka\.Kafka / { print $1 }' || true); do
    if [ "$pid" != "$1" ] && is_java "$pid" && [ "$(process_parent "$pid" || true)" != "$1" ]; then
      printf '%s ' "$pid"
    fi
  done
}

[ -e "$configuration" ] || exit "$no_file"
file=$(readlink -f "$configuration")
[ -f "$file" ] || exit "$no_file"
[ -r "$file" ] || exit "$unreadable"
[ "$(stat -c %s "$file")" -le 1048576 ] || exit "$too_large"
echo "file: $file"
found=$(brokers "$file")
[ "$(printf '%s' "$found" | grep -c . || true)" -le 1 ] || { echo "$found"; exit "$twice"; }
if [ -n "$found" ]; then
  echo "process: $found"
  pid=${found% *}
  echo "folder: $(readlink "/proc/$pid/cwd" 2> /dev/null || true)"
  java=$(readlink "/proc/$pid/exe" 2> /dev/null || true)
  java=${java% (deleted)}
  echo "java: ${java%/bin/java}"
  echo "version: $(set +o pipefail; kafka_version "$pid")"
  echo "replaced: $(replaced "$pid" | tr '\n' ' ')"
fi
if [ -n "$unit" ]; then
  [ "$(id -u)" -eq 0 ] || echo "user: $(id -u)"
  properties=LoadState,MainPID,ControlGroup,TimeoutStopUSec,KillMode,PrivateTmp,CanStart,CanStop
  shown=$(systemctl show -p "$properties,ExecStop,ExecStartPre" "$unit" 2> /dev/null || true)
  ! printf '%s\n' "$shown" | grep '^ExecStartPre=' | grep -qF -e "$configuration" -e "$file" \
    || echo "prepared: yes"
  load=$(printf '%s\n' "$shown" | sed -n 's/^LoadState=//p')
  echo "unit-load: $load"
  # Of a unit that does not exist, systemctl shows defaults.
  if [ "$load" != not-found ]; then
    echo "stop: $(printf '%s\n' "$shown" | sed -n 's/^TimeoutStopUSec=//p')"
    echo "unit-lacks: $(printf '%s\n' "$shown" | sed -nE 's/^Can(Start|Stop)=no$/\1/p' | tr '\n' ' ')"
    ! stops_every_kafka "$shown" || echo "stops-all: yes"
    echo "private-tmp: $(printf '%s\n' "$shown" | sed -n 's/^PrivateTmp=//p')"
    dependents=$(stopped_with "$unit")
    echo "stops-with: ${dependents//$'\n'/ }"
  fi
  if [ -n "$found" ] && [ -n "$load" ]; then
    main=$(printf '%s\n' "$shown" | sed -n 's/^MainPID=//p')
    group=$(printf '%s\n' "$shown" | sed -n 's/^ControlGroup=//p')
    if belongs_to_unit "$pid" "${main:-0}" "${group%/}" 2> /dev/null; then
      echo "unit-owns: yes"
      echo "unit-shared: $(shared_main "$pid" "${main:-0}")"
      echo "unit-stop: $(disorderly_stop "$pid" "$shown")"
    else
      echo "unit-owns: no"
      group=$(systemd_group "$pid" 2> /dev/null || true)
      echo "unit-group: $group"
      main=
      [[ ! $group =~ .*/([^/]+[.]service) ]] || main=$(main_process "${BASH_REMATCH[1]}")
      echo "unit-shared: $(shared_main "$pid" "${main:-0}")"
    fi
  fi
fi
if [ -n "$found" ]; then
  others=$(other_kafkas "$pid")
  echo "others: $others"
  for other in $others; do
    group=$(systemd_group "$other" 2> /dev/null || true)
    for dependent in ${dependents:-}; do
      [[ $group/ != */"$dependent"/* ]] || echo "stops-kafka: $dependent $other"
    done
  done
fi
echo "content: $(base64 -w 0 "$file")"
