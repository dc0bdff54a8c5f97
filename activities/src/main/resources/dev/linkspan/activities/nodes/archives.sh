umask 022

# Exit codes that mean something to the caller.
no_downloader=60
wrong_checksum=61
refused_by_server=62
no_tar=63
cannot_download=64

download() { # url, file
  local url=$1 file=$2 status=0 answer
  if command -v curl > /dev/null; then
    answer=$(curl -sSL --connect-timeout 20 --speed-limit 1024 --speed-time 60 \
      -o "$file" -w '%{http_code}' "$url") || exit "$cannot_download"
    case $answer in
      2*) ;;
      408 | 429 | 5*) echo "the server answers $answer for $url"; exit "$cannot_download" ;;
      *) echo "the server answers $answer for $url"; exit "$refused_by_server" ;;
    esac
  elif command -v wget > /dev/null; then
    wget -nv --tries=2 --timeout=60 -O "$file" "$url" || status=$?
    case $status in
      0) ;;
      8) exit "$refused_by_server" ;;
      *) exit "$cannot_download" ;;
    esac
  else
    exit "$no_downloader"
  fi
}

# Leaves $2 with the checksum $3, remembered beside it, or ends the script.
fetch() { # url, file, sha512
  local url=$1 file=$2 sum=$3 found try
  if [ -f "$file" ] && [ "$(cat "$file.sha512" 2> /dev/null)" = "$sum" ]; then
    return 0
  fi
  for try in 1 2; do
    download "$url" "$file.part"
    found=$(sha512sum < "$file.part" | cut -d' ' -f1)
    if [ "$found" = "$sum" ]; then
      mv "$file.part" "$file"
      printf '%s' "$sum" > "$file.sha512.part"
      mv "$file.sha512.part" "$file.sha512"
      return 0
    fi
    echo "try $try: SHA-512 of $url is ${found:0:16}..., expected ${sum:0:16}..."
    rm -f "$file.part"
  done
  exit "$wrong_checksum"
}

# Leaves the archive's content, without its top folder, in $3.
unpack() { # archive, sha512, folder
  local archive=$1 sum=$2 folder=$3
  if [ "$(cat "$folder/.unpacked-from" 2> /dev/null)" = "$sum" ]; then
    return 0
  fi
  command -v tar > /dev/null || exit "$no_tar"
  rm -rf "$folder.tmp" "$folder.old"
  mkdir "$folder.tmp"
  tar -xzf "$archive" -C "$folder.tmp" --strip-components=1 --no-same-owner
  printf '%s' "$sum" > "$folder.tmp/.unpacked-from"
  if [ -e "$folder" ]; then
    mv "$folder" "$folder.old"
  fi
  mv "$folder.tmp" "$folder"
  rm -rf "$folder.old"
}
