# What systemd does to a broker's process when its unit stops.

# Whether process $1 belongs to the unit with the main process $2 and the control group $3.
belongs_to_unit() { # process id, main process id, control group
  local pid=$1 group
  while IFS= read -r group; do
    group=${group#*:*:}/
    [ -z "$3" ] || [[ $group != "$3"/* ]] || return 0
  done < "/proc/$1/cgroup"
  while [ "$pid" -gt 1 ]; do
    [ "$pid" != "$2" ] || return 0
    pid=$(process_parent "$pid") || return 1
  done
  return 1
}

# The control group that systemd has put process $1 into.
systemd_group() { # process id
  sed -nE 's#^(0:|[0-9]+:name=systemd):(/.*)$#\2#p' "/proc/$1/cgroup" | grep -v '^/$' | head -n 1
}

main_process() { # unit
  systemctl show -p MainPID "$1" 2> /dev/null | sed -n 's/^MainPID=//p' || true
}

# The program that starts other programs, too, among process $1 and those that started it, up to the
# main process $2; or the main process itself, if it did not start process $1.
shared_main() { # process id, main process id
  local pid=$1 words word
  local starters='supervisord|runsvdir|runsv|s6-svscan|s6-supervise|monit|circusd|crond?|atd|anacron|sshd'
  [ -e "/proc/$2" ] || return 0
  while [ "$pid" -gt 1 ]; do
    { read_words "/proc/$pid/cmdline"; } 2> /dev/null || words=()
    for word in "${words[0]:-}" "${words[1]:-}"; do
      word=${word##*/}
      word=${word%%:*}
      if [[ $word =~ ^($starters)$ ]]; then
        printf '%s\n' "$word"
        return
      fi
    done
    [ "$pid" != "$2" ] || return 0
    pid=$(process_parent "$pid") || return 0
  done
  tr -d '\n' < "/proc/$2/comm" || true
}

# How a stop of the unit, which systemctl shows as $2, fails to end process $1 in an orderly way:
# "unreached" if nothing asks it to end, "killed" if it is killed soon after it is asked.
disorderly_stop() { # process id, properties
  local main mode stops starter=''
  main=$(sed -n 's/^MainPID=//p' <<< "$2")
  mode=$(sed -n 's/^KillMode=//p' <<< "$2")
  stops=$(grep '^ExecStop=' <<< "$2" || true)
  if [ "$1" != "$main" ]; then
    starter=$(tr -d '\n' 2> /dev/null < "/proc/$main/comm" || echo none)
  fi
  case $starter:$mode in
    # It passes the signal on, and waits.
    sudo:process | sudo:mixed | :process | :mixed) ;;
    # These kill what they started two seconds after the signal. Kafka's own script doesn't wait.
    su:* | runuser:* | *:mixed) [[ $stops == *ExecStop* && $stops != *kafka-server-stop* ]] || echo killed ;;
    *:process | *:none) [ -n "$stops" ] || echo unreached ;;
  esac
}
