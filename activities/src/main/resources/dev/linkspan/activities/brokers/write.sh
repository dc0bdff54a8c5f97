backup=$file.linkspan-${before:0:12}
found=$(checksum "$file")
if [ "$found" = "$after" ]; then
  exit 0
fi
[ "$found" = "$before" ] || exit "$changed_meanwhile"
# Copied with mode, owner and all else; then only the content is another.
if [ ! -f "$backup" ] || [ "$(checksum "$backup")" != "$before" ]; then
  cp -a "$file" "$file.linkspan-copy"
  sync "$file.linkspan-copy"
  mv -f "$file.linkspan-copy" "$backup"
fi
touch "$backup"
cp -a "$file" "$part"
cat > "$part"
[ "$(checksum "$file")" = "$before" ] || exit "$changed_meanwhile"
swap_in "$file" "$after"
