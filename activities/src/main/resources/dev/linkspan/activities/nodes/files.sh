umask 022

checksum() { # file
  sha256sum < "$1" | cut -c1-12
}

# Writes $2 as the file $1 by rename. What was there stays beside it under its checksum, and
# $1.previous names it; the same text again changes nothing.
write_file() { # path, text
  local path=$1 text=$2 part=$1.part kept
  printf '%s' "$text" > "$part"
  if [ -f "$path" ]; then
    if [ "$(checksum "$part")" = "$(checksum "$path")" ]; then
      rm -f "$part"
      return 0
    fi
    kept=$path.$(checksum "$path")
    cp -p "$path" "$kept.part"
    mv "$kept.part" "$kept"
    printf '%s\n' "$kept" > "$path.previous"
  fi
  sync "$part" 2> /dev/null || true
  mv "$part" "$path"
}

own() { # user, paths...
  chown -R "$1:" "${@:2}"
}
