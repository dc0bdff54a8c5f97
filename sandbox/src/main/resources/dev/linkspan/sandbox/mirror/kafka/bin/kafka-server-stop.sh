#!/bin/bash
# Signals the brokers that run from this folder and does not wait. Machines share one process table,
# so a search for all Kafka processes would find those of other machines.
base=$(cd "$(dirname "$0")/.." && pwd -P)
signal=${SIGNAL:-TERM}
found=
for folder in /proc/[0-9]*; do
  line=$(tr '\0' ' ' <"$folder/cmdline" 2>/dev/null) || continue
  case $line in
    *"$base/libs/"*" kafka.Kafka "*) kill -s "$signal" "${folder#/proc/}" && found=true ;;
  esac
done
if [ -z "$found" ]; then
  echo "No kafka server to stop"
  exit 1
fi
