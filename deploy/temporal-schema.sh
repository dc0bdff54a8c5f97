#!/bin/sh
# Creates or updates the two databases; safe to run at every start.
set -eu
for database in temporal temporal_visibility; do
  directory=temporal
  [ "$database" = temporal ] || directory=visibility
  tool="temporal-sql-tool --plugin postgres12 --ep postgresql -p 5432 -u temporal --db $database"
  $tool create
  $tool setup-schema -v 0.0 || echo "schema of $database is there already"
  $tool update-schema -d "/etc/temporal/schema/postgresql/v12/$directory/versioned"
done
