# Functions that systemctl and the other scripts share. The state of a unit is a folder under run/:
# "main" and "runner" have "<pid> <start time>", so that a reused process id is recognized; "result"
# is the exit status of the last run; "stopping" exists from the request to stop on.
# A simulated full disk limits shells only, not systemd and its units.
ulimit -S -f unlimited 2>/dev/null
machine=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
units=$machine/units
run=$machine/run
journal=$machine/journal

unit_name() {
  local name=${1##*/}
  case $name in
    *.service | *.target | *.socket | *.timer) echo "$name" ;;
    *) echo "$name.service" ;;
  esac
}

# Prints the path of the unit's file, which is linked or in the folder of units; fails if there is none.
unit_file() {
  local file
  { read -r file <"$units/$1.path"; } 2>/dev/null && [ -f "$file" ] && echo "$file" && return
  file=$machine/root/etc/systemd/system/$1
  [ -f "$file" ] && echo "$file"
}

# unit_values FILE KEY: prints the values of KEY in the section [Service], one per line.
unit_values() {
  local line section='' joined='' value
  while IFS= read -r line || [ -n "$line" ]; do
    line=$joined$line
    joined=
    if [[ $line == *\\ ]]; then
      joined="${line%\\} "
    elif [[ $line =~ ^[[:space:]]*([#\;]|$) ]]; then
      continue
    elif [[ $line =~ ^\[(.*)\] ]]; then
      section=${BASH_REMATCH[1]}
    elif [[ $section == Service && $line =~ ^[[:space:]]*([A-Za-z]+)[[:space:]]*=[[:space:]]*(.*)$ ]] &&
      [[ ${BASH_REMATCH[1]} == "$2" ]]; then
      value=${BASH_REMATCH[2]}
      printf '%s\n' "${value%"${value##*[![:space:]]}"}"
    fi
  done <"$1"
}

# unit_value FILE KEY DEFAULT: prints the last value.
unit_value() {
  local value
  value=$(unit_values "$1" "$2" | tail -n 1)
  echo "${value:-$3}"
}

# Splits a line at spaces as systemd does, with quotes and backslashes.
split_words() {
  printf '%s\n' "$1" | xargs -r printf '%s\n'
}

# seconds SPAN: converts 330, 90s, 5min 30s, 100ms or infinity to seconds.
seconds() {
  local span=$1 total=0 amount unit
  if [ "$span" = infinity ]; then
    echo 2147483647
    return
  fi
  while [[ $span =~ ^[[:space:]]*([0-9]+)[[:space:]]*([a-z]*)(.*)$ ]]; do
    amount=${BASH_REMATCH[1]} unit=${BASH_REMATCH[2]} span=${BASH_REMATCH[3]}
    case $unit in
      ms) amount=$(((amount + 999) / 1000)) ;;
      m | min) amount=$((amount * 60)) ;;
      h | hr) amount=$((amount * 3600)) ;;
    esac
    total=$((total + amount))
  done
  echo "$total"
}

# Prints the start time of a process; fails if it is gone or a zombie.
started_at() {
  local stat fields
  { stat=$(<"/proc/$1/stat"); } 2>/dev/null || return 1
  read -ra fields <<<"${stat##*) }"
  [[ ${fields[0]} != [ZX] ]] && echo "${fields[19]}"
}

# alive FILE: whether the process recorded in the file still runs.
alive() {
  local pid start
  { read -r pid start <"$1"; } 2>/dev/null
  [ -n "$start" ] && [ "$(started_at "$pid")" = "$start" ]
}

pid_in() {
  local pid rest
  { read -r pid rest <"$1"; } 2>/dev/null
  echo "${pid:-0}"
}

write_process() {
  echo "$2 $(started_at "$2")" >"$1.new" && mv "$1.new" "$1"
}

log_line() {
  mkdir -p "$journal"
  printf '%s systemd[1]: %s\n' "$(date '+%b %d %H:%M:%S')" "$2" >>"$journal/$1.log"
}

# is_success FILE STATUS: whether the unit counts an exit status as a success.
is_success() {
  local word
  [ "$2" = 0 ] && return 0
  for word in $(unit_values "$1" SuccessExitStatus); do
    case ${word#SIG} in
      HUP) word=129 ;;
      INT) word=130 ;;
      TERM) word=143 ;;
    esac
    [ "$word" = "$2" ] && return 0
  done
  return 1
}

# Prints active, activating, deactivating, inactive or failed.
active_state() {
  local state=$run/$1 result file
  if alive "$state/main"; then
    if [ -e "$state/stopping" ]; then echo deactivating; else echo active; fi
  elif alive "$state/runner"; then
    if [ -e "$state/stopping" ]; then echo deactivating; else echo activating; fi
  elif { read -r result <"$state/result"; } 2>/dev/null; then
    if file=$(unit_file "$1") && is_success "$file" "$result"; then echo inactive; else echo failed; fi
  elif [ -e "$state/main" ]; then
    # The exit status is unknown: the runner was killed with the process.
    echo failed
  else
    echo inactive
  fi
}

# await_runner UNIT: a runner whose main process has ended is about to end, too, or to start it again.
# A start in between would be lost.
await_runner() {
  local state=$run/$1 tries
  for ((tries = 0; tries < 100; tries++)); do
    if ! [ -e "$state/main" ] || alive "$state/main" || ! alive "$state/runner"; then
      return
    fi
    sleep 0.05
  done
}

# start_unit UNIT: returns when the main process has started.
start_unit() {
  local unit=$1 state=$run/$1 tries
  mkdir -p "$state" "$journal"
  await_runner "$unit"
  case $(active_state "$unit") in
    active | activating) return 0 ;;
  esac
  rm -f "$state"/{main,runner,result,stopping,timeout}
  setsid "$machine/lib/run-unit" "$unit" </dev/null >>"$journal/$unit.log" 2>&1 9>&- &
  for ((tries = 0; tries < 200; tries++)); do
    if [ -e "$state/main" ] || [ -e "$state/result" ]; then
      return 0
    fi
    sleep 0.05
  done
  echo "the runner of the unit does not respond" >&2
  return 1
}

# stop_unit UNIT [SECONDS]: signals the main process, waits, and kills it after the timeout.
stop_unit() {
  local unit=$1 state=$run/$1 file limit=$2 signal=TERM end
  alive "$state/main" || alive "$state/runner" || return 0
  if file=$(unit_file "$unit"); then
    signal=$(unit_value "$file" KillSignal SIGTERM)
    limit=${limit:-$(seconds "$(unit_value "$file" TimeoutStopSec 90)")}
  fi
  touch "$state/stopping"
  log_line "$unit" "Stopping $unit..."
  alive "$state/main" && kill -s "${signal#SIG}" "$(pid_in "$state/main")" 2>/dev/null
  end=$((SECONDS + ${limit:-90}))
  while alive "$state/main" || alive "$state/runner"; do
    if [ "$SECONDS" -ge "$end" ]; then
      touch "$state/timeout"
      alive "$state/main" && kill -s KILL "$(pid_in "$state/main")" 2>/dev/null
      end=$((SECONDS + 5))
    fi
    sleep 0.1
  done
  # A main process whose runner was killed has no recorded status.
  [ -e "$state/result" ] || echo 0 >"$state/result"
  log_line "$unit" "Stopped $unit."
}
