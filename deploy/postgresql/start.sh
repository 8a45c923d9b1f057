#!/bin/sh
# Starts PostgreSQL with TLS. The image's own entrypoint creates the cluster at the first start.
set -eu

# PostgreSQL refuses a key that others may read, as every file of /run/secrets is.
install -m 0600 "${SECRETS:-/run/secrets}/postgresql.key" /tmp/postgresql.key

exec "${ENTRYPOINT:-docker-entrypoint.sh}" postgres \
  -c ssl=on \
  -c ssl_cert_file="${SECRETS:-/run/secrets}/postgresql.crt" \
  -c ssl_key_file=/tmp/postgresql.key \
  -c ssl_min_protocol_version=TLSv1.2 \
  -c hba_file="${HBA_FILE:-/etc/postgresql/pg_hba.conf}" \
  -c password_encryption=scram-sha-256 \
  "$@"
