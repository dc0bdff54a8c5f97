#!/bin/sh
# The server image has no namespace of its own; closed runs are kept for 30 days.
set -eu
if temporal operator namespace describe -n default >/dev/null 2>&1; then
  temporal operator namespace update -n default --retention 720h
else
  temporal operator namespace create -n default --retention 720h
fi
for attribute in LinkspanPhase LinkspanRegion LinkspanHealth; do
  temporal operator search-attribute create --name "$attribute" --type Keyword
done
temporal operator search-attribute create --name LinkspanFindings --type Int
