export LC_ALL=C

# "pid start" of each broker that runs with the file $1, a real path. Only the file tells the
# brokers of one machine apart; vendors start Kafka from main classes of their own. A start script
# that is about to become Java does not count yet, and neither does a child of a broker that is
# about to become another program: until then, it has the broker's command line.
brokers() { # file
  local file pid kind start kafka='' others=''
  for file in $(grep -lszF -e "${1##*/}" -e .properties -e kafka.Kafka /proc/[0-9]*/cmdline || true); do
    pid=${file//[!0-9]/}
    # First, because it starts no process: a machine can have many other brokers.
    runs_with "$pid" "$1" || continue
    is_java "$pid" || continue
    start=$(process_start "$pid") || continue
    case $kind in
      kafka) kafka+="$pid $start"$'\n' ;;
      *) others+="$pid $start"$'\n' ;;
    esac
  done
  without_children "${kafka:-$others}"
}

# The lines "pid start" of $1 whose parent is not among them, and whose process still runs.
without_children() {
  local pid start parent kept=''
  while read -r pid start; do
    parent=$(process_parent "$pid") || continue
    [[ $'\n'$1 == *$'\n'"$parent "* ]] || kept+="$pid $start"$'\n'
  done < <(printf '%s' "$1")
  printf '%s' "$kept"
}

is_java() { # process id
  local exe
  # Of another user's process, only the name is readable, which can be that of sudo.
  exe=$(readlink "/proc/$1/exe" || sed 's#^#/#' "/proc/$1/comm" 2> /dev/null || true)
  [[ ${exe% (deleted)} == */java ]]
}

# Whether the first argument after the main class of process $1 is the file $2; sets kind to "kafka"
# for Kafka's own main class, else to "other" if anything before the file is about Kafka.
runs_with() { # process id, file
  local words i main='^([A-Za-z_$][A-Za-z0-9_$]*([./][A-Za-z0-9_$]+)*|.*[.]jar)$'
  { read_words "/proc/$1/cmdline"; } 2> /dev/null || return 1
  for ((i = 2; i < ${#words[@]}; i++)); do
    if ! [[ ${words[i - 1]} =~ $main ]] || ! is_file "$1" "${words[i]}" "$2"; then
      continue
    fi
    if [ "${words[i - 1]}" = kafka.Kafka ]; then
      kind=kafka
    else
      [[ ${words[*]:1:i-1} == *[Kk]afka* ]] || return 1
      kind=other
    fi
    return 0
  done
  return 1
}

# Whether process $1 means the file $3 by $2. A process in a container has other paths to it.
is_file() { # process id, path, file
  local seen=/proc/$1/root$2 path=$2
  case $2 in
    '') return 1 ;;
    /*) ;;
    *)
      seen=/proc/$1/cwd/$2
      path=$seen
      ;;
  esac
  if [ -e "/proc/$1/root/" ]; then
    [ "$seen" -ef "$3" ]
  else
    [ "$(readlink -f "$path" || true)" = "$3" ]
  fi
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
