#!/bin/sh
# Writes the list of accounts that PgBouncer signs in with, and becomes PgBouncer.
set -eu
secrets=${SECRETS:-/run/secrets}
umask 077
printf '"hientruong_runtime" "%s"\n' "$(cat "$secrets/runtime_password")" >/tmp/userlist.txt
exec pgbouncer "${CONFIG:-/etc/pgbouncer/pgbouncer.ini}"
