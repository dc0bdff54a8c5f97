#!/usr/bin/env bash
# Stands in for a Kafka broker: the sandbox listens on its ports for as long as this process lives.
set -euo pipefail
sandbox=$(cat "$(dirname "${BASH_SOURCE[0]}")/../sandbox")
. <(sed -n 's/^log\.dirs=/data=/p' "$1")
curl -sS --fail-with-body --data-binary @<(cat "$1" "$data/meta.properties") \
  "$sandbox/_sandbox/light/broker?pid=$$"
printf '[%s] INFO Kafka Server started\n' "$(date '+%F %T,000')" >> "$LOG_DIR/server.log"
exec sleep infinity
