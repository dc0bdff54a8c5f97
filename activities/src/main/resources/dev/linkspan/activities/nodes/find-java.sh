no_java=88

major() { # home
  "$1/bin/java" -version 2>&1 | sed -nE 's/.* version "(1\.)?([0-9]+).*/\2/p' | head -n 1
}

cd "$root"
on_path=$(readlink -f "$(command -v java || true)" || true)
seen=
while IFS= read -r home; do
  if [ -n "$home" ] && [ -x "$home/bin/java" ]; then
    version=$(major "$home" || true)
    seen="$seen $home (${version:-does not run})"
    if [ "${version:-0}" -ge 17 ]; then
      if [ ! -d jdk ] || [ -L jdk ]; then
        ln -sfn "$home" jdk.new
        mv -T jdk.new jdk
      fi
      echo "$version"
      exit 0
    fi
  fi
done <<< "$homes
${JAVA_HOME:-}
${on_path%/bin/java}"
echo "${seen:- none}"
exit "$no_java"
