# Finds out where the process $1 logs, and from which line on: each line begins with "[date time".
find_log() { # process id, start time
  local boot
  folder=$(log_folder "$1")
  boot=$(awk '/^btime/ { print $2 }' /proc/stat)
  from=$(date -d "@$((boot + $2 / $(getconf CLK_TCK) - 1))" '+[%Y-%m-%d %H:%M:%S')
}

# As a broker of KRaft logs it, or one of ZooKeeper.
started_line='Kafka Server started|KafkaServer id=[0-9]+\] started '

has_started() {
  log_lines "$folder" | awk -v from="$from" '/^\[/ && $0 >= from' | grep -E "$started_line" > /dev/null
}

# Some ports may be open on other addresses only.
ports_open() {
  local port socket open
  for port in $ports; do
    (exec 3<> "/dev/tcp/$address/$port") 2> /dev/null && continue
    open=
    for socket in $(sockets "$port" '' "$pid"); do
      # A find would take the name for a pattern.
      ! ls -l "/proc/$pid/fd" 2> /dev/null | grep -F "$socket" > /dev/null || open=yes
    done
    [ -n "$open" ] || return 1
  done
}

# Whether systemd has given up on the unit, or waits before it tries again.
unit_ended() {
  [ -n "$unit" ] && systemctl show -p ActiveState,SubState "$unit" \
    | grep -E "^(ActiveState=(failed|inactive)|SubState=auto-restart)\$" > /dev/null
}

file=$(readlink -f "$configuration")
state=none
folder=
from=
open_since=
ended_since=
end=$((SECONDS + wait_seconds))
while :; do
  if [ -z "$process" ]; then
    process=$(brokers "$file" | head -n 1)
  fi
  if [ -n "$process" ] && [ -z "$from" ]; then
    find_log "${process% *}" "${process#* }"
  fi
  if [ -n "$process" ]; then
    pid=${process% *}
    state=starting
    if [ "$(process_start "$pid" || true)" != "${process#* }" ]; then
      state=gone
      break
    fi
    if has_started; then
      state=started
    elif ports_open; then
      # Some brokers log elsewhere.
      open_since=${open_since:-$SECONDS}
      [ $((SECONDS - open_since)) -lt 4 ] || state=started
    else
      open_since=
    fi
    [ "$state" != started ] || break
  elif unit_ended; then
    ended_since=${ended_since:-$SECONDS}
    if [ $((SECONDS - ended_since)) -ge 2 ]; then
      state=gone
      break
    fi
  else
    ended_since=
  fi
  [ "$SECONDS" -lt "$end" ] || break
  sleep 0.5
done
if [ "$state" = started ]; then
  sleep 1
  [ "$(process_start "$pid" || true)" = "${process#* }" ] || state=gone
fi
if [ "$state" = started ] && [ -n "$unit" ]; then
  start_dependents
  rm -f "$(stopped_note)"
fi
echo "state: $state"
echo "process: $process"
