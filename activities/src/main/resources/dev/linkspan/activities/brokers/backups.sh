# The backups that were made of the file, the oldest first, each in one line.
set -- "$file".linkspan-????????????
if [ -f "$1" ]; then
  ls -1tr -- "$@" | while IFS= read -r backup; do
    if [ -f "$backup" ]; then
      base64 -w 0 "$backup"
      echo
    fi
  done
fi
