# What a person should read: the last errors since a point in time, or, without one, the last lines.
note=$root/log-folders/$(printf '%s' "$configuration" | sha256sum | cut -c1-12)
folder=$(cat "$note" 2> /dev/null || true)
if [ -z "$folder" ]; then
  running=$(brokers "$(readlink -f "$configuration")" | head -n 1)
  folder=$([ -z "$running" ] || log_folder "${running% *}")
fi
if [ -z "$folder" ] && [ "$configuration" = "$root/config/server.properties" ]; then
  folder=$root/log
fi
if [ -n "$from" ]; then
  since=$(log_lines "$folder" | awk -v from="[$from" '/^\[/ { on = $0 >= from } on' || true)
  lines=$(grep -E -A 1 '^\[[^]]*\] (ERROR|FATAL) ' <<< "$since" | grep -v '^--$' | tail -n 4 || true)
  # Last, so that it is what remains where the text is cut: what the errors came from.
  causes=$(grep '^Caused by: ' <<< "$since" | awk '!seen[$0]++' | tail -n 2 || true)
  lines=$lines${causes:+$'\n'$causes}
else
  lines=$(log_lines "$folder" | tail -n 3 || true)
fi
if [ -z "$lines" ] && [ -n "$unit" ]; then
  lines=$(journalctl -u "$unit" -n 5 --no-pager 2> /dev/null | grep -viE 'password|secret|jaas' || true)
fi
printf '%s\n' "$lines" | cut -c1-300
