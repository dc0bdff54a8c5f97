# What the first formatted one of the data folders, one a line, says of itself.
while IFS= read -r folder; do
  if [ -r "$folder/meta.properties" ]; then
    for key in cluster.id node.id broker.id; do
      echo "$key: $(sed -n "s/^$key=//p" "$folder/meta.properties" | tr -d '\\\r')"
    done
    break
  fi
done <<< "$folders"
