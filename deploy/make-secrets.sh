#!/bin/sh
# Makes the folder secrets/: random passwords, the master secret, and a private authority with certificates for the
# parts that talk to each other. What is there already is kept, so a second run only adds what is missing.
#
#   deploy/make-secrets.sh pakn.vidu.vn
#   POSTGRESQL_NAMES=db1.noi-bo TEMPORAL_NAMES=temporal1.noi-bo deploy/make-secrets.sh pakn.vidu.vn
set -eu
umask 022

site=${1:?usage: make-secrets.sh NAME-OF-THE-SITE}
case $site in *[!a-zA-Z0-9.-]*) echo "not the name of a site: $site" >&2; exit 1 ;; esac
folder=${SECRETS_FOLDER:-secrets}
days=${DAYS:-825}

mkdir -p "$folder"
# Below it every file may be read, because each container has an account of its own; nobody else gets past this folder.
chmod 0700 "$folder"
mkdir -p "$folder/authority" "$folder/postgresql" "$folder/temporal" "$folder/temporal-ui" "$folder/app" "$folder/prepare" "$folder/proxy"

random() { [ -s "$1" ] || openssl rand -hex 32 >"$1"; }
same() { cmp -s "$1" "$2" || cp "$1" "$2"; }

authority() {
  [ -s "$folder/authority/ca.key" ] || openssl req -x509 -newkey rsa:3072 -nodes -sha256 -days 3650 -subj "/CN=hientruong, inside" \
    -addext "basicConstraints=critical,CA:TRUE,pathlen:0" -addext "keyUsage=critical,keyCertSign,cRLSign" \
    -keyout "$folder/authority/ca.key" -out "$folder/authority/ca.crt" 2>/dev/null
  chmod 0600 "$folder/authority/ca.key"
}

certificate() { # file without its ending, usage, names
  [ -s "$1.key" ] && [ -s "$1.crt" ] && return
  at=$1 usage=$2
  shift 2
  names=
  for name in "$@"; do names="${names:+$names,}DNS:$name"; done
  openssl req -new -newkey rsa:3072 -nodes -subj "/CN=$1" -keyout "$at.key" -out "$at.csr" 2>/dev/null
  printf 'subjectAltName=%s\nextendedKeyUsage=%s\nbasicConstraints=CA:FALSE\n' "$names" "$usage" >"$at.ext"
  openssl x509 -req -sha256 -days "$days" -in "$at.csr" -extfile "$at.ext" -CAcreateserial \
    -CA "$folder/authority/ca.crt" -CAkey "$folder/authority/ca.key" -out "$at.crt" 2>/dev/null
  rm "$at.csr" "$at.ext"
  chmod 0444 "$at.key"
}

authority
# shellcheck disable=SC2086 # names are separated by spaces
certificate "$folder/postgresql/postgresql" serverAuth postgresql ${POSTGRESQL_NAMES:-}
# It calls itself too, and then shows the same certificate.
# shellcheck disable=SC2086
certificate "$folder/temporal/temporal" serverAuth,clientAuth temporal ${TEMPORAL_NAMES:-}
certificate "$folder/temporal-ui/temporal-ui" clientAuth temporal-ui
certificate "$folder/app/hientruong" clientAuth hientruong
for part in postgresql temporal temporal-ui app prepare; do same "$folder/authority/ca.crt" "$folder/$part/ca.crt"; done

for name in postgres temporal visibility owner runtime; do random "$folder/postgresql/${name}_password"; done
for name in temporal visibility; do same "$folder/postgresql/${name}_password" "$folder/temporal/${name}_password"; done
random "$folder/app/hientruong_secret"
# shellcheck disable=SC2086
set -- ${POSTGRESQL_NAMES:-postgresql}
address() { # role, file
  [ -s "$2" ] || printf 'postgresql://hientruong_%s:%s@%s:%s/hientruong?sslmode=verify-full&sslrootcert=/run/secrets/ca.crt\n' \
    "$1" "$(cat "$folder/postgresql/$1_password")" "$host" "${POSTGRESQL_PORT:-5432}" >"$2"
}
host=$1
address runtime "$folder/app/database_url"
# The owner of the tables migrates them; worker and front never see its password.
address owner "$folder/prepare/hientruong_owner_database_url"
for name in database_url hientruong.crt hientruong.key; do same "$folder/app/$name" "$folder/prepare/$name"; done

# Until a certificate of a public authority is there: browsers warn of this one.
[ -s "$folder/proxy/site.key" ] || openssl req -x509 -newkey rsa:3072 -nodes -sha256 -days 90 -subj "/CN=$site" \
  -addext "subjectAltName=DNS:$site" -keyout "$folder/proxy/site.key" -out "$folder/proxy/site.crt" 2>/dev/null
chmod 0444 "$folder/proxy/site.key"

echo "$folder: ready. Keep a copy of $folder/app/hientruong_secret and $folder/authority in a safe: without the first nothing sealed can be read again."
