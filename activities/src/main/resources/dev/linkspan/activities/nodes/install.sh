mkdir -p archives
fetch "$from/$jdk_file" "archives/$jdk_file" "$jdk_sha512"
unpack "archives/$jdk_file" "$jdk_sha512" jdk
fetch "$from/$kafka_file" "archives/$kafka_file" "$kafka_sha512"
unpack "archives/$kafka_file" "$kafka_sha512" kafka
