#!/bin/sh
# Writes $NGINX_RUN_DIR/nginx.conf from nginx.conf.template.
#
#   NGINX_UPSTREAMS             host:port of each instance, separated by blanks (required)
#   NGINX_RUN_DIR               for nginx.conf, the pid and temporary files (/tmp/nginx)
#   NGINX_LISTEN                address and port, as in `listen` (8080)
#   NGINX_TLS_DIR               if set: TLS and HTTP/2, with tls.crt and tls.key in there
#   NGINX_ACCESS_LOG            a file (/dev/stdout); errors always go to stderr
#   NGINX_REAL_IP_FROM          addresses or networks of balancers in front of this nginx, separated by blanks (none)
#   NGINX_STREAMS_PER_ADDRESS   open streams of one client address (2000: a whole office behind one address)
#   NGINX_REQUESTS_PER_SECOND   requests of one client address (200), and
#   NGINX_REQUESTS_BURST        how many more at once (2000: everyone in that office coming back)
#   NGINX_WORKER_CONNECTIONS    per worker; as many as files may be open, at most 32768
set -eu
umask 077
here=$(cd "$(dirname "$0")" && pwd)
run=${NGINX_RUN_DIR:-/tmp/nginx}
listen=${NGINX_LISTEN:-8080}
: "${NGINX_UPSTREAMS:?is not set}"

files=$(ulimit -Hn)
if [ "$files" = unlimited ] || [ "$files" -gt 65536 ]; then files=65536; fi
connections=$files
if [ "$connections" -gt 32768 ]; then connections=32768; fi

servers=''
for address in $NGINX_UPSTREAMS; do servers="$servers server $address max_fails=0;"; done
balancers=''
for network in ${NGINX_REAL_IP_FROM:-}; do balancers="$balancers set_real_ip_from $network;"; done
tls=''
if [ -n "${NGINX_TLS_DIR:-}" ]; then
  # Browsers open six HTTP/1.1 connections to a host, one per stream; HTTP/2 has room for more than a hundred.
  listen="$listen ssl http2"
  tls="ssl_certificate $NGINX_TLS_DIR/tls.crt; ssl_certificate_key $NGINX_TLS_DIR/tls.key;"
  tls="$tls ssl_protocols TLSv1.2 TLSv1.3; ssl_session_cache shared:tls:10m; ssl_session_timeout 1d; ssl_session_tickets off;"
fi

mkdir -p "$run"
sed -e "s|\${NGINX_UPSTREAMS}|$servers|" \
  -e "s|\${NGINX_REAL_IP_FROM}|$balancers|" \
  -e "s|\${NGINX_TLS}|$tls|" \
  -e "s|\${NGINX_LISTEN}|$listen backlog=4096|" \
  -e "s|\${NGINX_RUN_DIR}|$run|" \
  -e "s|\${NGINX_ACCESS_LOG}|${NGINX_ACCESS_LOG:-/dev/stdout}|" \
  -e "s|\${NGINX_OPEN_FILES}|$files|" \
  -e "s|\${NGINX_WORKER_CONNECTIONS}|${NGINX_WORKER_CONNECTIONS:-$connections}|" \
  -e "s|\${NGINX_STREAMS_PER_ADDRESS}|${NGINX_STREAMS_PER_ADDRESS:-2000}|" \
  -e "s|\${NGINX_REQUESTS_PER_SECOND}|${NGINX_REQUESTS_PER_SECOND:-200}|" \
  -e "s|\${NGINX_REQUESTS_BURST}|${NGINX_REQUESTS_BURST:-2000}|" \
  "$here/nginx.conf.template" >"$run/nginx.conf"
