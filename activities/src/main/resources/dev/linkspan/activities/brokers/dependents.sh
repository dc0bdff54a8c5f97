# The services that systemd stops whenever it stops the unit $1: they require it, are bound to it, or
# are part of it. A start of the unit doesn't start them again. Only those that run.
stopped_with() { # unit
  local all=$1 before='' other
  while [ "$all" != "$before" ]; do
    before=$all
    # Not quoted, since each line is the name of a unit.
    all=$({
      printf '%s\n' $all
      systemctl show -p RequiredBy,RequisiteOf,BoundBy,ConsistsOf,PropagatesStopTo $all 2> /dev/null \
        | sed 's/^[A-Za-z]*=//' | tr ' ' '\n' || true
    } | grep '[.]service$' | sort -u)
  done
  for other in $all; do
    [ "$other" != "$1" ] || continue
    case $(systemctl is-active "$other" 2> /dev/null || true) in
      active | activating | reloading) printf '%s\n' "$other" ;;
    esac
  done
}

# Where a stop notes them for the next start.
stopped_note() {
  printf '%s' "$root/stopped-with/$unit"
}

note_dependents() {
  mkdir -p "$root/stopped-with"
  # A stop that is tried again finds fewer of them.
  stopped_with "$unit" >> "$(stopped_note)"
}

start_dependents() {
  local other
  if [ -n "$unit" ] && [ -s "$(stopped_note)" ]; then
    sort -u "$(stopped_note)" | while IFS= read -r other; do
      systemctl start --no-block "$other" || true
    done
  fi
}
