export LC_ALL=C
umask 077
changed_meanwhile=85

checksum() { # file
  sha256sum < "$1" | cut -d' ' -f1
}

# Makes the part file the file $1, which is whole before and after, whatever happens between.
swap_in() { # file, checksum
  [ "$(checksum "$part")" = "$2" ] || { echo "what was written reads back otherwise" >&2; exit 1; }
  sync "$part"
  mv -f "$part" "$1"
  sync "$(dirname "$1")"
  [ "$(checksum "$1")" = "$2" ] || { echo "$1 reads back otherwise" >&2; exit 1; }
}

part=$file.linkspan-part
trap 'rm -f "$part" "$file.linkspan-copy"' EXIT
