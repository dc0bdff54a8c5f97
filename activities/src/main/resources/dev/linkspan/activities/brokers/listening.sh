# The sockets that listen on the port $1 in the network of process $3. With an IPv4 address, only those
# that listen there or on all addresses.
sockets() { # port, address, process id or self
  local hex='' part
  for part in ${2//./ }; do
    hex=$(printf %02X "$part")$hex
  done
  awk -v port=":$(printf %04X "$1")" -v hex="$hex" '
    $4 == "0A" && substr($2, length($2) - 4) == port {
      address = substr($2, 1, length($2) - 5)
      if (hex == "" || address ~ /^0+$/ || substr(address, length(address) - 7) == hex) {
        print "socket:[" $10 "]"
      }
    }' \
    "/proc/$3/net/tcp" "/proc/$3/net/tcp6" 2> /dev/null | sort -u | tr '\n' ' ' || true
}

# The ids of the processes that hold one of the sockets $1, where this user may see that.
holders() { # sockets
  [ -n "$1" ] || return 0
  find /proc/[0-9]*/fd -maxdepth 1 -lname 'socket:*' -printf '%h %l\n' 2> /dev/null \
    | awk -v sockets="$1" '
      BEGIN { count = split(sockets, list, " "); for (i = 1; i <= count; i++) open[list[i]] }
      $2 in open { split($1, part, "/"); print part[3] }' | sort -nu || true
}
