#!/bin/sh
# Runs once, when the cluster is new: three databases, each with a role that reaches no other.
set -eu
secrets=${SECRETS:-/run/secrets}

psql -v ON_ERROR_STOP=1 -U postgres -d postgres \
  -v temporal="$(cat "$secrets/temporal_password")" \
  -v visibility="$(cat "$secrets/visibility_password")" \
  -v hientruong="$(cat "$secrets/hientruong_password")" <<'SQL'
CREATE ROLE temporal LOGIN PASSWORD :'temporal';
CREATE ROLE temporal_visibility LOGIN PASSWORD :'visibility';
CREATE ROLE hientruong LOGIN PASSWORD :'hientruong';
CREATE DATABASE temporal OWNER temporal;
CREATE DATABASE temporal_visibility OWNER temporal_visibility;
CREATE DATABASE hientruong OWNER hientruong;
REVOKE CONNECT, TEMPORARY ON DATABASE temporal, temporal_visibility, hientruong, postgres FROM PUBLIC;
SQL
