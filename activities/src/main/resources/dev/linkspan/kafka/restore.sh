nothing_to_restore=75
cd "$root"
[ -f config/server.properties.previous ] || exit "$nothing_to_restore"
read -r kept < config/server.properties.previous
[ -f "$kept" ] || exit "$nothing_to_restore"
cp -p "$kept" config/server.properties.part
mv config/server.properties.part config/server.properties
own "$user" config
