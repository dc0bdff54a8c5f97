# Functions that ps, pgrep, pkill, killall, pidof, kill, lsof, ss, netstat, ssh and scp share. All machines
# run on one computer, so each stand-in runs the real command and shows only what is of this machine.
bin=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../bin" && pwd -P)
machine=${bin%/*}

# real NAME: prints the path of the command that a stand-in stands in for.
real() {
  local folder folders
  IFS=: read -ra folders <<<"$PATH:/usr/bin:/bin:/usr/sbin:/sbin"
  for folder in "${folders[@]}"; do
    if [ "$folder" != "$bin" ] && [ -x "$folder/$1" ]; then
      echo "$folder/$1"
      return
    fi
  done
  echo "$1: command not found" >&2
  return 127
}

# Prints the ids of the processes of this machine, except this command itself: each process has the
# machine's folder in its environment.
own_pids() {
  local pid file
  for file in $(grep -lszxF "LINKSPAN_MACHINE_FOLDER=$machine" /proc/[0-9]*/environ); do
    pid=${file#/proc/}
    pid=${pid%/environ}
    [ "$pid" = $$ ] || [ ! -d "/proc/$pid" ] || echo "$pid"
  done
}

# only_own: passes on the ids of processes of this machine.
only_own() {
  grep -xF -f <(own_pids)
}

# send SIGNAL PID...: fails if a process cannot be signaled.
send() {
  local signal=$1
  shift
  builtin kill -s "$signal" "$@"
}

# signal_in OPTION: prints the signal that an option such as -9, -KILL or -SIGKILL names.
signal_in() {
  local name=${1#-}
  name=${name#SIG}
  if [[ $name =~ ^[0-9]+$ ]] || builtin kill -l "$name" >/dev/null 2>&1; then
    echo "$name"
  else
    return 1
  fi
}
