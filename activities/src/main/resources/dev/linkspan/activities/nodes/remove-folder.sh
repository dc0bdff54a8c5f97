if [ -d "$root" ] && [ ! -L "$root" ]; then
  # What a rollout that was cut off left behind; it leads a process group of its own.
  for task in "$root"/tasks/audit-*/pid; do
    if process_runs "$task"; then
      read -r pid _ < "$task"
      kill -- "-$pid" 2> /dev/null || true
    fi
  done
  cd /
  rm -rf --one-file-system -- "$root"
fi
