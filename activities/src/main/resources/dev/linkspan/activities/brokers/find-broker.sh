export LC_ALL=C

# "pid start" of each broker that runs with the file $1, a real path. Only the file tells the
# brokers of one machine apart. A start script that is about to become Java does not count yet.
brokers() { # file
  local file pid words i argument exe start
  for file in $(grep -lsxz 'kafka[.]Kafka' /proc/[0-9]*/cmdline || true); do
    pid=${file//[!0-9]/}
    { mapfile -d '' -t words < "$file"; } 2> /dev/null || continue
    argument=
    for ((i = 0; i + 1 < ${#words[@]}; i++)); do
      if [ "${words[i]}" = kafka.Kafka ]; then
        argument=${words[i + 1]}
        break
      fi
    done
    case $argument in
      '') continue ;;
      /*) ;;
      *) argument=/proc/$pid/cwd/$argument ;;
    esac
    [ "$(readlink -f "$argument" || true)" = "$1" ] || continue
    exe=$(readlink "/proc/$pid/exe" || true)
    case ${exe% (deleted)} in
      '' | */java) ;;
      *) continue ;;
    esac
    start=$(process_start "$pid") || continue
    printf '%s %s\n' "$pid" "$start"
  done
}

# Where the broker with the process id $1 writes its logs; empty where that is not told.
log_folder() { # process id
  local folder
  folder=$(tr '\0' '\n' 2> /dev/null < "/proc/$1/cmdline" | sed -n 's/^-Dkafka\.logs\.dir=//p' \
    | tail -n 1) || return 0
  case $folder in
    '') ;;
    /*) printf '%s\n' "$folder" ;;
    *) readlink -f "/proc/$1/cwd/$folder" || true ;;
  esac
}

# Its lines, without any that may show a secret.
log_lines() { # folder
  local rolled
  if [ -n "$1" ] && [ -f "$1/server.log" ]; then
    rolled=$(ls -1 "$1"/server.log.20* 2> /dev/null | tail -n 1 || true)
    tail -q -n 4000 ${rolled:+"$rolled"} "$1/server.log" | grep -viE 'password|secret|jaas' || true
  elif [ -n "$unit" ]; then
    journalctl -u "$unit" -n 1000 --no-pager 2> /dev/null | sed -n 's/^.*\(\[20[0-9][0-9]-\)/\1/p' \
      | grep -viE 'password|secret|jaas' || true
  fi
}
