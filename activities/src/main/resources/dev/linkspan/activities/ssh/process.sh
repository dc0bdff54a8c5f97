# When process $1 was started, in clock ticks since boot; fails when there is none.
process_start() {
  local line
  { read -r line < "/proc/$1/stat"; } 2> /dev/null || return 1
  set -- ${line##*) }
  [ "$1" != Z ] || return 1
  printf '%s' "${20}"
}

# The id of the process that started process $1; fails when there is none.
process_parent() {
  local line
  { read -r line < "/proc/$1/stat"; } 2> /dev/null || return 1
  set -- ${line##*) }
  printf '%s' "$2"
}

# Reads texts with a NUL after each into the array "words"; fails when the file cannot be read. (The
# bash 4.2 of older distributions has no delimiter for mapfile.) The file of a process that ends
# meanwhile cannot be read any more, and then "read" leaves its variable as it was.
read_words() { # file
  local word
  words=()
  while word='' && IFS= read -r -d '' word || [ -n "$word" ]; do
    words+=("$word")
  done < "$1"
}

# Whether the process that the file $1 names ("pid start") still runs: a process id alone may
# belong to another process by now.
process_runs() {
  local pid start
  { read -r pid start < "$1"; } 2> /dev/null || return 1
  [ "$(process_start "$pid")" = "$start" ]
}
