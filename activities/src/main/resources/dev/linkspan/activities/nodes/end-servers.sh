# Whether process $1 of this user serves the archives of this root. Its arguments are compared, and
# not their text: a shell that carries this script has the same words in one argument.
serves_archives() {
  local words=() i
  [ -O "/proc/$1" ] && [ "$(readlink "/proc/$1/cwd")" = "$(readlink -f "$root")" ] || return 1
  { read_words "/proc/$1/cmdline"; } 2> /dev/null || return 1
  for ((i = 0; i + 1 < ${#words[@]}; i++)); do
    [ "${words[i]} ${words[i + 1]}" != 'serve --address' ] || return 0
  done
  return 1
}

# Ends the servers that no task knows: one outlives its task if only the task's shell was killed.
end_servers() {
  local process pid signal start tries
  for process in /proc/[0-9]*; do
    pid=${process#/proc/}
    serves_archives "$pid" 2> /dev/null || continue
    start=$(process_start "$pid") || continue
    for signal in TERM KILL; do
      kill "-$signal" "$pid" 2> /dev/null || true
      tries=0
      while [ "$(process_start "$pid")" = "$start" ] && [ $((tries += 1)) -le 50 ]; do
        sleep 0.1
      done
    done
  done
}
