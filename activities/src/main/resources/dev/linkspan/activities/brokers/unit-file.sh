# The file of the unit that Linkspan wrote as $installed, or the file that systemd reads in its place;
# no line of it is shown, since a person may have added a secret.
unit_properties=$(systemctl show -p FragmentPath,DropInPaths "$unit" 2> /dev/null || true)
unit_file=$(printf '%s\n' "$unit_properties" | sed -n 's/^FragmentPath=//p')
if [ -z "$unit_file" ] || [ "$unit_file" -ef "$installed" ]; then
  unit_file=$installed
fi
echo "unit-file: $unit_file"
if [ -r "$unit_file" ]; then
  echo "unit-sha256: $(sha256sum < "$unit_file" | cut -d' ' -f1)"
  echo "unit-heap: $({ grep -v '^[[:space:]]*[#;]' "$unit_file" || true; } \
    | grep -oE -e '-Xmx[0-9]+[kKmMgGtT]?' | tail -n 1 | cut -c5- || true)"
elif [ -x "${unit_file%/*}" ] && [ ! -e "$unit_file" ]; then
  echo "unit-sha256: missing"
fi
# Drop-ins for this unit only: some distributions have some for every service.
echo "unit-drop-in: $(printf '%s\n' "$unit_properties" | sed -n 's/^DropInPaths=//p' | tr ' ' '\n' \
  | grep -F "/$unit.d/" | head -n 1 || true)"
