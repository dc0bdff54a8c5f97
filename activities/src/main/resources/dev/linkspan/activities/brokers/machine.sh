# The machine itself, for a verification: clock, memory, the data folders' disks, and the unit. What
# cannot be read is left out. Works on a full disk: nothing here writes.
echo "now: $(date +%s.%N)"
echo "synchronized: $(timeout 3 timedatectl show -p NTPSynchronized --value 2> /dev/null || true)"
memory=$(free -k 2> /dev/null | awk '$1 == "Mem:" { print $2, $7 }' || true)
[ -n "$memory" ] || memory=$(awk '/^MemTotal:/ { total = $2 } /^MemAvailable:/ { free = $2 }
  END { print total, free }' /proc/meminfo || true)
echo "memory: $memory"
if [ -z "$folders" ]; then
  folders=$(sed -nE 's/^[[:space:]]*log\.dirs?[[:space:]]*[=:][[:space:]]*//p' "$configuration" \
    2> /dev/null | tail -n 1 | tr ',' '\n' || true)
fi
number=0
while IFS= read -r folder; do
  [ -n "$folder" ] || continue
  echo "disk-$number: $(df -kP -- "$folder" 2> /dev/null | awk 'NR == 2 { print $2, $4 }' || true) $folder"
  number=$((number + 1))
done < <(printf '%s\n' "$folders")
if [ -n "$unit" ]; then
  enabled=$(systemctl is-enabled "$unit" 2> /dev/null || true)
  # Older ones print nothing for a unit that does not exist, as they do when systemd does not answer.
  [ -n "$enabled" ] || enabled=$(systemctl show -p LoadState "$unit" 2> /dev/null \
    | sed -n 's/^LoadState=not-found$/not-found/p' || true)
  echo "enabled: $enabled"
  echo "active: $(systemctl is-active "$unit" 2> /dev/null || true)"
fi
