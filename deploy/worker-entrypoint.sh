#!/bin/sh
# Everything the worker needs to know is in its environment: see docs/real-clouds.md.
set -eu
home="${LINKSPAN_HOME:-/opt/linkspan}"
exec java -Xmx192m -XX:+UseSerialGC -cp "$home/lib/worker/*" dev.linkspan.worker.WorkerApplication "$@"
