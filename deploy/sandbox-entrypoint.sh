#!/bin/sh
# Secrets reach the sandbox in a file of its own, never on its command line.
set -eu
umask 077
mkdir -p /var/lib/linkspan /var/cache/linkspan
cat > "$HOME/credentials.properties" <<PROPERTIES
accessKeyId=$SANDBOX_ACCESS_KEY_ID
accessKeySecret=$SANDBOX_ACCESS_KEY_SECRET
tidbPublicKey=$SANDBOX_TIDB_PUBLIC_KEY
tidbPrivateKey=$SANDBOX_TIDB_PRIVATE_KEY
PROPERTIES
unset SANDBOX_ACCESS_KEY_SECRET SANDBOX_TIDB_PRIVATE_KEY
exec java -Xmx256m -XX:+UseSerialGC -cp '/opt/linkspan/sandbox.jar:/opt/linkspan/lib/*' dev.linkspan.sandbox.Sandbox \
  --state /var/lib/linkspan --cache /var/cache/linkspan --kafka-libs /opt/linkspan/kafka-libs \
  --kafka-libs /opt/linkspan/kafka-4-libs \
  --credentials "$HOME/credentials.properties" --http-port 7480 --https-port 7443
