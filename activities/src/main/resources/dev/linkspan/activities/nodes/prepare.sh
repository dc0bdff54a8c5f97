other_cluster=71
other_node=72
unknown_data=73
user_cannot_enter=74

meta_value() { # key
  sed -n "s/^$1=//p" data/meta.properties | tr -d '\\\r'
}

id -u "$user" > /dev/null 2>&1 \
  || useradd --system --no-create-home --home-dir "$root" --shell /sbin/nologin "$user"
# A made-up user of a test machine is not in the real list of users, and cannot be tried.
if getent passwd "$user" > /dev/null 2>&1 && command -v runuser > /dev/null; then
  runuser -u "$user" -- test -x "$root" || exit "$user_cannot_enter"
fi

mkdir -p config log
write_file config/server.properties "$properties"
write_file "$unit" "$unit_text"

if [ -f data/meta.properties ]; then
  found=$(meta_value cluster.id)
  [ "$found" = "$cluster_id" ] || { echo "found cluster $found"; exit "$other_cluster"; }
  found=$(meta_value node.id)
  [ "$found" = "$node_id" ] || { echo "found node $found"; exit "$other_node"; }
elif [ -d data ] && [ -n "$(ls -A data)" ]; then
  ls -A data | head -n 5
  exit "$unknown_data"
else
  # Formatted beside and renamed: a format that was cut short leaves nothing that looks like data.
  rm -rf data.formatting
  sed "s#^log.dirs=.*#log.dirs=$root/data.formatting#" config/server.properties \
    > config/format.properties
  JAVA_HOME=$root/jdk LOG_DIR=$root/log KAFKA_HEAP_OPTS=-Xmx128m \
    KAFKA_JVM_PERFORMANCE_OPTS='-XX:+UseSerialGC -XX:TieredStopAtLevel=1' \
    kafka/bin/kafka-storage.sh format -t "$cluster_id" -c config/format.properties
  rm -f config/format.properties
  if [ -d data ]; then
    rmdir data
  fi
  mv data.formatting data
fi
own "$user" data log config
