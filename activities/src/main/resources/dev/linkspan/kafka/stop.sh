pid=$(unit_value MainPID)
before=$(process_start "${pid:-0}" || true)
systemctl stop "$unit"
while [ -n "$before" ] && [ "$(process_start "$pid" || true)" = "$before" ]; do
  sleep 0.2
done
for port in $ports; do
  while (exec 3<> "/dev/tcp/$address/$port") 2> /dev/null; do
    sleep 0.2
  done
done
