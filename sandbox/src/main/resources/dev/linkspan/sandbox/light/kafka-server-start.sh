#!/usr/bin/env bash
# Stands in for a Kafka broker: the sandbox listens on its ports while this process lives.
set -euo pipefail
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
. <(sed -n 's/^log\.dirs=/data=/p' "$1")
curl -sS -H "@$LINKSPAN_MACHINE_FOLDER/../../control.header" --fail-with-body --data-binary @<(cat "$1" "$data/meta.properties") \
  "$(cat "$home/sandbox")/_sandbox/light/broker?pid=$$"
printf '[%s] INFO Kafka Server started\n' "$(date '+%F %T,000')" >> "$LOG_DIR/server.log"
# A broker is recognized by Java, the main class and the configuration file in the command line.
export CLASSPATH=$home/libs/kafka_2.13-3.7.1.jar
[ -x "$home/java" ] || { cp "$(command -v bash)" "$home/java.$$" && mv "$home/java.$$" "$home/java"; }
exec "$home/java" -c 'sleep infinity & wait' "-Dkafka.logs.dir=$LOG_DIR" kafka.Kafka "$1"
