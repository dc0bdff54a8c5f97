gone=75
cd "$root"
kept=$unit.$before
if [ -f "$unit" ] && [ "$(checksum "$unit")" = "$before" ]; then
  exit 0
fi
[ -f "$kept" ] && [ "$(checksum "$kept")" = "$before" ] || exit "$gone"
cp -p "$kept" "$unit.part"
sync "$unit.part" 2> /dev/null || true
mv "$unit.part" "$unit"
systemctl daemon-reload
