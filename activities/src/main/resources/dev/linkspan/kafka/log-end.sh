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
  lines=$(log_lines "$folder" | awk -v from="[$from" '/^\[/ { on = $0 >= from } on' \
    | grep -E -A 1 '^\[[^]]*\] (ERROR|FATAL) ' | grep -v '^--$' | tail -n 4 || true)
else
  lines=$(log_lines "$folder" | tail -n 3 || true)
fi
if [ -z "$lines" ] && [ -n "$unit" ]; then
  lines=$(journalctl -u "$unit" -n 5 --no-pager 2> /dev/null | grep -viE 'password|secret|jaas' || true)
fi
printf '%s\n' "$lines" | cut -c1-300
