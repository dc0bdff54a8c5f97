cd "$root"
for pid_file in tasks/serve-archives-*/pid; do
  if process_runs "$pid_file"; then
    read -r pid start < "$pid_file"
    kill -TERM -- "-$pid" 2> /dev/null || kill -TERM "$pid" 2> /dev/null || true
    tries=0
    while process_runs "$pid_file" && [ $((tries += 1)) -lt 100 ]; do
      sleep 0.1
    done
  fi
done
end_servers
