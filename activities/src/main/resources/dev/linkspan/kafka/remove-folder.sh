if [ -d "$root" ] && [ ! -L "$root" ]; then
  cd /
  rm -rf --one-file-system -- "$root"
fi
