# The version of the Java runtime at $java, which the process $pid may see in a container.
if [ -n "$pid" ]; then
  release=/proc/$pid/root${java%/bin/java}/release
  [ -r "$release" ] || release=${java%/bin/java}/release
  echo "jdk: $(sed -n 's/^JAVA_VERSION="\(.*\)"$/\1/p' "$release" 2> /dev/null || true)"
fi
