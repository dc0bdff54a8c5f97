# A unit that failed too often in a row is refused otherwise.
systemctl reset-failed "$unit" > /dev/null 2>&1 || true
systemctl start "$unit"
# Now, since the broker may need one of them; and once more when it runs.
start_dependents
