# Only the server of this root has this file, so another program on the port is not taken for it.
name="asked-$$-$RANDOM$RANDOM"
content="answer-$RANDOM$RANDOM$RANDOM"
trap 'rm -f "$root/archives/$name"' EXIT
mkdir -p "$root/archives"
printf '%s' "$content" > "$root/archives/$name"

# The last line of the answer, which is the content of the file.
ask() {
  exec 3<> "/dev/tcp/$address/$port" || return 1
  printf 'GET /%s HTTP/1.0\r\n\r\n' "$name" >&3
  timeout 2 tail -n 1 <&3 | tr -d '\0'
}

end=$((SECONDS + 2))
until [ "$(ask 2> /dev/null)" = "$content" ]; do
  [ "$SECONDS" -lt "$end" ] || exit 1
  sleep 0.1
done
