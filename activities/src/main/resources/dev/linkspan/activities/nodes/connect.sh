case $install_to in
  /*) root=$install_to ;;
  *) root=$HOME/$install_to ;;
esac
mkdir -p "$root"
cd "$root"
missing=
for tool in tar setsid flock sha512sum awk systemctl; do
  command -v "$tool" > /dev/null || missing="$missing $tool"
done
command -v curl > /dev/null || command -v wget > /dev/null || missing="$missing curl-or-wget"
echo "missing:$missing"
echo "machine: $(uname -m)"
echo "root: $(pwd -P)"
