#!/bin/bash
# Runs a Kafka main class: kafka-run-class.sh [-daemon] [-name NAME] [-loggc] CLASS [ARGUMENT...]
base=$(cd "$(dirname "$0")/.." && pwd -P)
: "${LOG_DIR:=$base/logs}"
if [ -f "$base/config/tools-log4j2.yaml" ]; then # Kafka 4
  : "${KAFKA_LOG4J_OPTS:=-Dlog4j2.configurationFile=$base/config/tools-log4j2.yaml}"
else
  : "${KAFKA_LOG4J_OPTS:=-Dlog4j.configuration=file:$base/config/tools-log4j.properties}"
fi
: "${KAFKA_HEAP_OPTS:=-Xmx256M}"
: "${KAFKA_JVM_PERFORMANCE_OPTS:=-server -XX:+UseG1GC -XX:MaxGCPauseMillis=20 -XX:InitiatingHeapOccupancyPercent=35 -XX:+ExplicitGCInvokesConcurrent -Djava.awt.headless=true}"

name=console
daemon=
gc_options=()
while [ $# -gt 0 ]; do
  case $1 in
    -daemon) daemon=true ;;
    -name) name=$2; shift ;;
    -loggc) gc_options=("-Xlog:gc*:file=$LOG_DIR/$name-gc.log:time,tags:filecount=10,filesize=10M") ;;
    *) break ;;
  esac
  shift
done
if [ $# -eq 0 ]; then
  echo "USAGE: $0 [-daemon] [-name NAME] [-loggc] CLASS [ARGUMENT...]" >&2
  exit 1
fi
if [ -n "$daemon" ] || [ ${#gc_options[@]} -gt 0 ]; then
  mkdir -p "$LOG_DIR"
fi

java=java
# The home of a machine's root is not really /root.
case $JAVA_HOME in
  /root/* | /home/root/*) [ -x "$JAVA_HOME/bin/java" ] || JAVA_HOME=$HOME/${JAVA_HOME#*root/} ;;
esac
if [ -n "$JAVA_HOME" ]; then
  java=$JAVA_HOME/bin/java
fi
jmx_options=
if [ -n "$JMX_PORT" ]; then
  jmx_options="-Dcom.sun.management.jmxremote -Dcom.sun.management.jmxremote.authenticate=false -Dcom.sun.management.jmxremote.ssl=false -Dcom.sun.management.jmxremote.port=$JMX_PORT"
fi

# Each *_OPTS variable can have several words.
# shellcheck disable=SC2206
command=("$java" $KAFKA_HEAP_OPTS $KAFKA_JVM_PERFORMANCE_OPTS "${gc_options[@]}" $jmx_options
  "-Dkafka.logs.dir=$LOG_DIR" $KAFKA_LOG4J_OPTS -cp "${CLASSPATH:+$CLASSPATH:}$base/libs/*" $KAFKA_OPTS "$@")
if [ -n "$daemon" ]; then
  nohup "${command[@]}" >"$LOG_DIR/$name.out" 2>&1 </dev/null &
else
  exec "${command[@]}"
fi
