#!/bin/sh
# Hands the passwords over, which the server reads from variables alone, and becomes the image's own entrypoint.
set -eu
secrets=${SECRETS:-/run/secrets}
POSTGRES_PWD=$(cat "$secrets/temporal_password")
VISIBILITY_POSTGRES_PWD=$(cat "$secrets/visibility_password")
export POSTGRES_PWD VISIBILITY_POSTGRES_PWD
exec "${ENTRYPOINT:-/etc/temporal/entrypoint.sh}"
