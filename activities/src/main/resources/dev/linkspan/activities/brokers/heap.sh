# The maximum heap on the command line of the process $pid; of several, Java uses the last one.
if [ -n "$pid" ]; then
  echo "heap: $(tr '\0' '\n' 2> /dev/null < "/proc/$pid/cmdline" \
    | sed -nE 's/^(-Xmx|-XX:MaxHeapSize=)([0-9]+[kKmMgGtT]?)$/\2/p' | tail -n 1 || true)"
fi
