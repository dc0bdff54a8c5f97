# The newest backup that was made of the file.
newest=
for backup in "$file".linkspan-????????????; do
  if [ -f "$backup" ] && { [ -z "$newest" ] || [ "$backup" -nt "$newest" ]; }; then
    newest=$backup
  fi
done
if [ -n "$newest" ]; then
  base64 -w 0 "$newest"
fi
