# Disabling a unit that systemd knows by a link to its file removes the link, too.
if ! systemctl is-enabled --quiet "$unit" 2> /dev/null; then
  if [ ! -f "$linked" ] || systemctl cat "$unit" > /dev/null 2>&1; then
    systemctl enable "$unit"
  else
    systemctl enable "$linked"
  fi
fi
