for pid_file in "$root"/tasks/serve-archives-*/pid; do
  if process_runs "$pid_file"; then
    exit
  fi
done
end_servers
