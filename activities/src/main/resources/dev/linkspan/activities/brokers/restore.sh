nothing_to_restore=75
backup=$file.linkspan-${before:0:12}
found=$(checksum "$file")
if [ "$found" = "$before" ]; then
  exit 0
fi
[ "$found" = "$after" ] || exit "$changed_meanwhile"
[ -f "$backup" ] && [ "$(checksum "$backup")" = "$before" ] || exit "$nothing_to_restore"
cp -a "$backup" "$part"
swap_in "$file" "$before"
