# A unit that failed too often in a row is refused otherwise.
systemctl reset-failed "$unit" > /dev/null 2>&1 || true
systemctl start "$unit"
