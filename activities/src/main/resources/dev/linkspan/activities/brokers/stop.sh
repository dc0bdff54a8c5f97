cannot_stop=86
other_process=87
log_note=$root/log-folders/$(printf '%s' "$configuration" | sha256sum | cut -c1-12)

alive() {
  [ "$(process_start "$pid" || true)" = "$started" ]
}

ends_within() { # seconds
  local end=$((SECONDS + $1))
  while alive; do
    [ "$SECONDS" -lt "$end" ] || return 1
    sleep 0.2
  done
}

# Whether systemd asks the process to end, but doesn't wait for it.
ends_later() {
  local shown
  shown=$(systemctl show -p KillMode,ExecStop "$unit" 2> /dev/null || true)
  [[ $shown == *KillMode=@(none|process)* && $shown == *ExecStop=* ]]
}

if alive; then
  # A process that ended tells nobody any more where its log is.
  mkdir -p "$(dirname "$log_note")"
  log_folder "$pid" > "$log_note"
  if [ -n "$unit" ]; then
    note_dependents
    systemctl stop "$unit" || exit "$cannot_stop"
    ends_within 15 || ends_later || exit "$other_process"
  else
    bash -c "$stop_command" || ends_within 15 || exit "$cannot_stop"
  fi
fi
while alive; do
  sleep 0.2
done
for port in $ports; do
  while (exec 3<> "/dev/tcp/$address/$port") 2> /dev/null; do
    # Whoever started it anew has the ports by right.
    [ -z "$(brokers "$(readlink -f "$configuration")")" ] || exit 0
    sleep 0.2
  done
done
