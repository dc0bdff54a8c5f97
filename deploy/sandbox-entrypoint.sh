#!/bin/sh
# Secrets reach the sandbox in a file of its own, never on its command line.
set -eu
umask 077
home="${LINKSPAN_HOME:-/opt/linkspan}"
state="${LINKSPAN_SANDBOX_STATE:-/var/lib/linkspan}"
cache="${LINKSPAN_SANDBOX_CACHE:-/var/cache/linkspan}"
mkdir -p "$state" "$cache"
cat > "$HOME/credentials.properties" <<PROPERTIES
accessKeyId=$SANDBOX_ACCESS_KEY_ID
accessKeySecret=$SANDBOX_ACCESS_KEY_SECRET
tidbPublicKey=$SANDBOX_TIDB_PUBLIC_KEY
tidbPrivateKey=$SANDBOX_TIDB_PRIVATE_KEY
PROPERTIES
unset SANDBOX_ACCESS_KEY_SECRET SANDBOX_TIDB_PRIVATE_KEY
exec java -Xmx256m -XX:+UseSerialGC -cp "$home/lib/sandbox/*" dev.linkspan.sandbox.Sandbox \
  --state "$state" --cache "$cache" --kafka-libs "$home/lib/kafka-distribution" \
  --credentials "$HOME/credentials.properties" --http-port 7480 --https-port 7443
