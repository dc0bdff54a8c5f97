for other in "$root"/audit-*/; do
  if [ -d "$other" ] && [ "$other" != "$audit/" ]; then
    : > "$other/stop"
  fi
done
