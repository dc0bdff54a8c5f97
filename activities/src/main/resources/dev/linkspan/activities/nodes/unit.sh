# One value of the unit's state, e.g. MainPID.
unit_value() { # property
  systemctl show -p MainPID,ActiveState "$unit" | sed -n "s/^$1=//p"
}
