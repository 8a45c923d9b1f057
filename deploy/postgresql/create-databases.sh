#!/bin/sh
# Runs once, when the cluster is new: three databases, each with roles that reach no other. Who works in the program's owns no table there.
set -eu
secrets=${SECRETS:-/run/secrets}

psql -v ON_ERROR_STOP=1 -U postgres -d postgres \
  -v temporal="$(cat "$secrets/temporal_password")" \
  -v visibility="$(cat "$secrets/visibility_password")" \
  -v owner="$(cat "$secrets/owner_password")" \
  -v runtime="$(cat "$secrets/runtime_password")" <<'SQL'
CREATE ROLE temporal LOGIN PASSWORD :'temporal';
CREATE ROLE temporal_visibility LOGIN PASSWORD :'visibility';
CREATE ROLE hientruong_owner LOGIN PASSWORD :'owner';
CREATE ROLE hientruong_runtime LOGIN PASSWORD :'runtime';
CREATE DATABASE temporal OWNER temporal;
CREATE DATABASE temporal_visibility OWNER temporal_visibility;
CREATE DATABASE hientruong OWNER hientruong_owner;
REVOKE CONNECT, TEMPORARY ON DATABASE temporal, temporal_visibility, hientruong, postgres FROM PUBLIC;
GRANT CONNECT ON DATABASE hientruong TO hientruong_runtime;
SQL
