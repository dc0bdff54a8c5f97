# What keeps a change of the file $file from being made, or the new listener from being opened on $port:
# whether this user may replace the file, and who listens there already. Writes nothing.

# The option of Java on the command line of process $1 that has the port $2: of JMX, or of an agent.
option_with() { # process id, port
  local word
  { read_words "/proc/$1/cmdline"; } 2> /dev/null || return 0
  for word in ${words[@]+"${words[@]}"}; do
    if [[ $word == -[DXj]* && $word =~ (^|[^0-9])$2($|[^0-9]) ]]; then
      printf '%s\n' "${word%%=*}"
      return
    fi
  done
}

if [ ! -w "$file" ] || [ ! -w "$(dirname "$file")" ]; then
  if [ "$(id -u)" -eq 0 ]; then
    echo "blocked: disk"
  else
    echo "blocked: user"
  fi
elif [ "$(id -u)" -ne 0 ] && [ ! -O "$file" ]; then
  echo "blocked: owner"
fi
if [ -n "$port" ]; then
  taken=$(sockets "$port" "$address" "${pid:-self}")
  held=$(holders "$taken")
  if [ -z "$taken" ]; then
    :
  elif [ -n "$pid" ] && [[ $'\n'$held$'\n' == *$'\n'"$pid"$'\n'* ]]; then
    # Without such an option it is the listener itself, which an earlier rollout has opened.
    echo "option: $(option_with "$pid" "$port")"
  else
    held=${held%%$'\n'*}
    echo "taken: ${held:-0} $([ -z "$held" ] || tr -d '\n' < "/proc/$held/comm" || true)"
  fi
fi
