cd "$root"
write_file config/server.properties "$properties"
own "$user" config
