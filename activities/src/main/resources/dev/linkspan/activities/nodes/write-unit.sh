cd "$root"
write_file "$unit" "$unit_text"
systemctl daemon-reload
