#!/bin/bash
# Starts a broker: kafka-server-start.sh [-daemon] server.properties [--override key=value]...
bin=$(dirname "$0")
if [ $# -lt 1 ]; then
  echo "USAGE: $0 [-daemon] server.properties [--override property=value]*" >&2
  exit 1
fi
if [ -f "$bin/../config/log4j2.yaml" ]; then # Kafka 4
  export KAFKA_LOG4J_OPTS=${KAFKA_LOG4J_OPTS:--Dlog4j2.configurationFile=$bin/../config/log4j2.yaml}
else
  export KAFKA_LOG4J_OPTS=${KAFKA_LOG4J_OPTS:--Dlog4j.configuration=file:$bin/../config/log4j.properties}
fi
export KAFKA_HEAP_OPTS=${KAFKA_HEAP_OPTS:--Xmx1G -Xms1G}
daemon=()
if [ "$1" = -daemon ]; then
  daemon=(-daemon)
  shift
fi
# All machines are one computer, so a broker that listens everywhere would take the ports of the others.
address=$(cat "$LINKSPAN_MACHINE_FOLDER/address" 2>/dev/null)
if [ -n "$address" ] && grep -qE '^[[:space:]]*listeners[[:space:]]*=.*://0\.0\.0\.0:' "$1"; then
  echo "sandbox: the listeners in $1 get this machine's address $address in place of 0.0.0.0" >&2
  sed -i -E "/^[[:space:]]*listeners[[:space:]]*=/s#://0\\.0\\.0\\.0:#://$address:#g" "$1"
fi
# shellcheck disable=SC2086
exec "$bin/kafka-run-class.sh" "${daemon[@]}" ${EXTRA_ARGS--name kafkaServer -loggc} kafka.Kafka "$@"
