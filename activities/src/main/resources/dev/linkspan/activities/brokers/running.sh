# What Linkspan compares with the file: the process with the id $pid that runs with it; without one,
# the process that listens on $port.

# The words after the file on the command line, each with a NUL after it.
arguments() {
  local words i
  read_words "/proc/$pid/cmdline"
  for ((i = 2; i < ${#words[@]}; i++)); do
    if is_file "$pid" "${words[i]}" "$file"; then
      [ "$((i + 1))" -eq "${#words[@]}" ] || printf '%s\0' "${words[@]:i+1}"
      return
    fi
  done
}

# The kind of container that process $1 is in, from here; empty if it is in none.
container() { # process id
  local kind pattern='docker|containerd|kubepods|libpod|podman|crio|lxc'
  kind=$(grep -oE -m 1 "$pattern" "/proc/$1/cgroup" 2> /dev/null | head -n 1 || true)
  if [ -n "$kind" ] && ! grep -qE "$pattern" /proc/self/cgroup; then
    echo "$kind"
  elif [ "$(readlink "/proc/$1/ns/pid" || true)" != "$(readlink "/proc/self/ns/pid")" ] \
    && [ -n "$(readlink "/proc/$1/ns/pid" || true)" ]; then
    echo "${kind:-another process namespace}"
  fi
}

if [ -z "$pid" ]; then
  taken=$(sockets "$port" "$address" self)
  pid=$(holders "$taken" | head -n 1)
  if [ -n "$taken" ] && [ -z "$pid" ] && [ "$(id -u)" -ne 0 ]; then
    echo "listener: 0 hidden"
  fi
  # A broker that was started since it was looked for is not another process.
  if [ -n "$pid" ] && ! runs_with "$pid" "$file"; then
    echo "listener: $pid $(tr -d '\n' < "/proc/$pid/comm" || true)"
    echo "configured: $({ tr '\0' '\n' < "/proc/$pid/cmdline" || true; } \
      | grep -E '^/.*[.]properties$' | head -n 1 || true)"
    echo "container: $(container "$pid")"
  fi
  exit 0
fi
echo "container: $(container "$pid")"
echo "arguments: $(arguments | base64 -w 0)"
keys='LISTENERS|ADVERTISED_LISTENERS|LISTENER_SECURITY_PROTOCOL_MAP'
echo "environment: $({ cat "/proc/$pid/environ" 2> /dev/null || true; } \
  | grep -zE "^KAFKA_(CFG_)?($keys)=" | base64 -w 0 || true)"
