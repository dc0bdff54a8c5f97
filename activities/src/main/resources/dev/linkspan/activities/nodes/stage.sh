mkdir -p archives
fetch "$jdk_url" "archives/$jdk_file" "$jdk_sha512"
unpack "archives/$jdk_file" "$jdk_sha512" jdk
fetch "$kafka_url" "archives/$kafka_file" "$kafka_sha512"
