# What systemctl and its companions share. A unit's state is a folder under run/: "main" and
# "runner" hold "<pid> <start time>", so that a process id in new hands is not mistaken for ours;
# "result" is the exit status of the last run; "stopping" is there from the request to stop on.
# systemd itself and its units do not suffer from a shell's full disk.
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

# The unit's file, or failure where none is linked.
unit_file() {
  local file
  { read -r file <"$units/$1.path"; } 2>/dev/null && [ -f "$file" ] && echo "$file"
}

# unit_values FILE KEY: the values of KEY in the section [Service], one a line.
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

# unit_value FILE KEY DEFAULT: the last value counts.
unit_value() {
  local value
  value=$(unit_values "$1" "$2" | tail -n 1)
  echo "${value:-$3}"
}

# Splits as systemd does: blanks, quotes, backslashes.
split_words() {
  printf '%s\n' "$1" | xargs -r printf '%s\n'
}

# seconds SPAN: 330, 90s, 5min 30s, 100ms, infinity
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

# The start time of a process; failure for one that is gone or a zombie.
started_at() {
  local stat fields
  { stat=$(<"/proc/$1/stat"); } 2>/dev/null || return 1
  read -ra fields <<<"${stat##*) }"
  [[ ${fields[0]} != [ZX] ]] && echo "${fields[19]}"
}

# alive FILE: whether the very process written there still runs.
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

# is_success FILE STATUS: whether an exit status counts as a clean end.
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

# active, activating, deactivating, inactive or failed
active_state() {
  local state=$run/$1 result file
  if alive "$state/main"; then
    if [ -e "$state/stopping" ]; then echo deactivating; else echo active; fi
  elif alive "$state/runner"; then
    if [ -e "$state/stopping" ]; then echo deactivating; else echo activating; fi
  elif { read -r result <"$state/result"; } 2>/dev/null; then
    if file=$(unit_file "$1") && is_success "$file" "$result"; then echo inactive; else echo failed; fi
  elif [ -e "$state/main" ]; then
    # Nobody saw it end: the runner was killed with it.
    echo failed
  else
    echo inactive
  fi
}

# start_unit UNIT: returns when the main process has been made.
start_unit() {
  local unit=$1 state=$run/$1 tries
  mkdir -p "$state" "$journal"
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
  echo "the unit's runner does not answer" >&2
  return 1
}

# stop_unit UNIT [SECONDS]: signals the main process and waits; kills what outlives the time.
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
  # A main process whose runner was killed has left no status.
  [ -e "$state/result" ] || echo 0 >"$state/result"
  log_line "$unit" "Stopped $unit."
}
