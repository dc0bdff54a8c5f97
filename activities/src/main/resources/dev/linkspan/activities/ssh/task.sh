mkdir -p "$task"
cd "$task"

if [ "$action" = start ]; then
  # The lock ends with this shell: the detached process must not inherit it.
  exec 9> lock
  flock -w 10 9
  if ! process_runs pid; then
    rm -f pid rc
    cat > script
    # A connection that broke off has brought a part of it, which must not run.
    [ "$(wc -c < script)" -eq "$script_bytes" ]
    setsid nohup bash -c "$(declare -f process_start)"'
      printf "%s %s\n" "$$" "$(process_start "$$")" > pid.part
      mv pid.part pid
      here=$PWD
      cd "$0"
      code=0
      bash "$here/script" > "$here/log" 2>&1 || code=$?
      printf "%s\n" "$code" > "$here/rc.part"
      mv "$here/rc.part" "$here/rc"
    ' "$root" > /dev/null 2>&1 < /dev/null 9>&- &
    tries=0
    until [ -s pid ]; do
      sleep 0.02
      [ $((tries += 1)) -lt 500 ]
    done
  fi
  flock -u 9
fi

end=$((SECONDS + wait_seconds))
while [ ! -e rc ] && process_runs pid && [ "$SECONDS" -lt "$end" ]; do
  sleep 0.1
done
if [ -e rc ]; then
  echo "ended $(cat rc)"
elif process_runs pid; then
  echo running
elif [ -e rc ]; then
  echo "ended $(cat rc)"
else
  echo lost
fi
tail -c 2000 log 2> /dev/null || true
