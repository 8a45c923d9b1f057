#!/bin/sh
# Makes the tables of a new server and brings those of an older release up to date. A second run changes nothing.
set -eu
secrets=${SECRETS:-/run/secrets}

prepare() { # database and role, password file, folder of versions
  SQL_PASSWORD=$(cat "$secrets/$2")
  export SQL_PASSWORD
  versions=${SCHEMAS:-/etc/temporal/schema/postgresql/v12}/$3/versioned
  # Update first: setting up the version table on a live database would set it back to 0.0.
  temporal-sql-tool --user "$1" --db "$1" update-schema -d "$versions" ||
    { temporal-sql-tool --user "$1" --db "$1" setup-schema -v 0.0 &&
      temporal-sql-tool --user "$1" --db "$1" update-schema -d "$versions"; }
}

prepare temporal temporal_password temporal
prepare temporal_visibility visibility_password visibility
