end=$((SECONDS + 10))
until (exec 3<> "/dev/tcp/$address/$port") 2> /dev/null; do
  [ "$SECONDS" -lt "$end" ] || exit 1
  sleep 0.1
done
