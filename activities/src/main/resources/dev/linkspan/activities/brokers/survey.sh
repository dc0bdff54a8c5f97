no_file=80
unreadable=81
too_large=82
twice=83

# The release among the jars that the process $1 runs with.
kafka_version() { # process id
  {
    tr '\0:' '\n\n' < "/proc/$1/cmdline" || true
    tr '\0' '\n' < "/proc/$1/environ" | sed -n 's/^CLASSPATH=//p' | tr ':' '\n' || true
    ls -l "/proc/$1/fd" || true
  } 2> /dev/null | sed -nE \
    -e 's#^(.*/)?kafka_2\.[0-9]+-([0-9]+\.[0-9]+\.[0-9]+)[^/]*\.jar$#1 \2#p' \
    -e 's#^(.*/)?kafka-clients-([0-9]+\.[0-9]+\.[0-9]+)[^/]*\.jar$#2 \2#p' \
    | sort -s -n -k 1,1 | head -n 1 | cut -d' ' -f2
}

[ -e "$configuration" ] || exit "$no_file"
file=$(readlink -f "$configuration")
[ -f "$file" ] || exit "$no_file"
[ -r "$file" ] || exit "$unreadable"
[ "$(stat -c %s "$file")" -le 1048576 ] || exit "$too_large"
echo "file: $file"
found=$(brokers "$file")
[ "$(printf '%s' "$found" | grep -c . || true)" -le 1 ] || { echo "$found"; exit "$twice"; }
if [ -n "$found" ]; then
  echo "process: $found"
  pid=${found% *}
  echo "folder: $(readlink "/proc/$pid/cwd" 2> /dev/null || true)"
  java=$(readlink "/proc/$pid/exe" 2> /dev/null || true)
  java=${java% (deleted)}
  echo "java: ${java%/bin/java}"
  echo "version: $(set +o pipefail; kafka_version "$pid")"
fi
if [ -n "$unit" ]; then
  echo "stop: $(systemctl show -p TimeoutStopUSec "$unit" 2> /dev/null \
    | sed -n 's/^TimeoutStopUSec=//p' || true)"
fi
echo "content: $(base64 -w 0 "$file")"
