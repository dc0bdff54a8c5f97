cd "$root"
if [ -f "$unit" ]; then
  checksum "$unit"
fi
