export LC_ALL=C
cd "$root"

# Prints how the lines of Kafka's log begin from the start of the process on: "[date time".
first_line() { # process id
  local ticks boot
  ticks=$(process_start "$1") || return 0
  boot=$(awk '/^btime/ { print $2 }' /proc/stat)
  date -d "@$((boot + ticks / $(getconf CLK_TCK) - 1))" '+[%Y-%m-%d %H:%M:%S'
}

log_lines() {
  if [ -f log/server.log ]; then
    tail -q -n 4000 $(ls -1 log/server.log.20* 2> /dev/null | tail -n 1) log/server.log
  else
    journalctl -u "$unit" -n 1000 --no-pager 2> /dev/null | sed -n 's/^.*\(\[20[0-9][0-9]-\)/\1/p'
  fi
}

if [ "$action" = start ]; then
  systemctl daemon-reload
  answer=$(systemctl enable "$root/$unit" 2>&1) || { echo "$answer" >&2; exit 1; }
  if [ "$(unit_value ActiveState)" != active ]; then
    systemctl start "$unit"
  fi
fi

state=starting
process=
from=
end=$((SECONDS + wait_seconds))
while :; do
  pid=$(unit_value MainPID)
  if [ "${pid:-0}" = 0 ]; then
    state=exited
    break
  fi
  if [ "$pid" != "$process" ]; then
    from=$(first_line "$pid")
    process=${from:+$pid}
  fi
  if [ -n "$from" ] && log_lines | awk -v from="$from" '$0 >= from' | grep 'Kafka Server started' > /dev/null; then
    state=started
    break
  fi
  [ "$SECONDS" -lt "$end" ] || break
  sleep 0.5
done
echo "$state"
if [ "$state" != started ]; then
  errors=$(log_lines | grep -E '^\[[^]]*\] (ERROR|FATAL) |^Caused by: ' | awk '!seen[$0]++' | tail -n 4 | cut -c1-200 || true)
  [ -n "$errors" ] || errors=$(journalctl -u "$unit" -n 5 --no-pager 2> /dev/null | cut -c1-200 || true)
  printf '%s\n' "$errors"
fi
