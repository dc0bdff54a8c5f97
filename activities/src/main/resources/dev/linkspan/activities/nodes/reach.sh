case $folder in
  /*) root=$folder ;;
  *) root=$HOME/$folder ;;
esac
mkdir -p "$root"
cd "$root"
missing=
for tool in setsid flock sha256sum awk base64 readlink getconf; do
  command -v "$tool" > /dev/null || missing="$missing $tool"
done
echo "missing:$missing"
echo "root: $(pwd -P)"
