#!/usr/bin/env bash
# Stands in for the Kafka tool that formats storage: format -t CLUSTER -c FILE
set -euo pipefail
cluster=$3 file=$5
. <(sed -n 's/^log\.dirs=/data=/p' "$file")
mkdir -p "$data"
printf 'version=1\ncluster.id=%s\n%s\n' "$cluster" "$(grep '^node\.id=' "$file")" > "$data/meta.properties"
