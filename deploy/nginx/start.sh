#!/bin/sh
# Fills the site's name and the front's address into nginx.conf, and becomes nginx.
set -eu

site=${SITE_NAME:?the name of the site, such as pakn.vidu.vn}
case $site in *[!a-zA-Z0-9.-]*) echo "SITE_NAME is not the name of a site: $site" >&2; exit 1 ;; esac

sed -e "s|@SITE@|$site|g" \
    -e "s|@FRONT@|${FRONT_ADDRESS:-front:8000}|g" \
    -e "s|@RESOLVER@|${RESOLVER:-127.0.0.11}|g" \
    -e "s|@CERTIFICATES@|${CERTIFICATES:-/run/secrets}|g" \
    "${TEMPLATE:-/etc/nginx/hientruong/nginx.conf}" >/tmp/nginx.conf

exec nginx -c /tmp/nginx.conf -g "daemon off;"
