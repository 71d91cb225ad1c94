#!/bin/sh
# Writes $NGINX_RUN_DIR/nginx.conf from nginx.conf.template, and each-instance.conf beside it.
#
#   NGINX_UPSTREAMS             host:port of each instance, separated by blanks (required; at most 100)
#   NGINX_RUN_DIR               for nginx.conf, the pid and temporary files (/tmp/nginx)
#   NGINX_LISTEN                address and port, as in `listen` (8080)
#   NGINX_HEALTH_LISTEN         likewise, where nginx says that it works itself, whatever the instances do, and at /status how many
#                               connections it has; for health checks and exporters, not for users (nowhere)
#   NGINX_TLS_DIR               if set: TLS and HTTP/2, with tls.crt and tls.key in there
#   NGINX_ACCESS_LOG            a file (/dev/stdout); errors always go to stderr
#   NGINX_REAL_IP_FROM          addresses or networks of balancers in front of this nginx, separated by blanks (none)
#   NGINX_ALLOWED_ORIGINS       as VX11_ALLOWED_ORIGINS of the instances: origins whose pages may call the API from elsewhere (none)
#   NGINX_USER                  who the workers run as when this is started by root (nginx' own default)
#   NGINX_WORKER_PROCESSES      how many workers (auto: as many as the machine has cores)
#   NGINX_WORKER_CONNECTIONS    per worker; as many as files may be open, at most 32768
#
# Of one client address; of IPv6, of one /64:
#
#   NGINX_STREAMS_PER_ADDRESS   open streams (2000: a whole office behind one address)
#   NGINX_REQUESTS_AT_ONCE      other requests that are not yet over, slow ones included (1000)
#   NGINX_REQUESTS_PER_SECOND   requests other than publishing (200); those for streams are counted by themselves
#   NGINX_PUBLISHES_PER_SECOND  publishing (2000: a gateway that sends each event by itself)
#   NGINX_REQUESTS_BURST        how many more of each kind at once (2000: everyone in that office coming back)
#
# Where few files may be open, streams and requests of one address take at most an eighth of a worker's connections each.
set -euf
umask 077
here=$(cd "$(dirname "$0")" && pwd)
run=${NGINX_RUN_DIR:-/tmp/nginx}
listen=${NGINX_LISTEN:-8080}
: "${NGINX_UPSTREAMS:?is not set}"

files=$(ulimit -Hn)
if [ "$files" = unlimited ] || [ "$files" -gt 65536 ]; then files=65536; fi

at_most() { if [ "$1" -gt "$2" ]; then echo "$2"; else echo "$1"; fi; }
connections=${NGINX_WORKER_CONNECTIONS:-$(at_most "$files" 32768)}
streams=${NGINX_STREAMS_PER_ADDRESS:-$(at_most 2000 $((connections / 8 + 1)))}
requests=${NGINX_REQUESTS_AT_ONCE:-$(at_most 1000 $((connections / 8 + 1)))}

keep='keepalive 64; keepalive_timeout 60s;'
marked='max_fails=1 fail_timeout=10s'
spare='backup max_fails=0'
name_of() { echo "instance-$1" | tr -c 'A-Za-z0-9.\n' -; }
number=$(echo "$NGINX_UPSTREAMS" | wc -w)
share=$(printf '%d.%02d%%' $((100 / number)) $((10000 / number % 100)))
servers='' backups='' each='' names='' turns='' left=$number
for address in $NGINX_UPSTREAMS; do
  name=$(name_of "$address") others='' spares=''
  for other in $NGINX_UPSTREAMS; do
    if [ "$other" = "$address" ]; then continue; fi
    others="$others server $other $marked;"
    spares="$spares server $other $spare;"
  done
  left=$((left - 1))
  if [ "$left" -eq 0 ]; then share='*'; fi
  servers="$servers server $address $marked;"
  backups="$backups server $address $spare;"
  each="$each
upstream $name { server $address max_fails=0;$spares $keep }
upstream not-$name { zone not-$name $((64 + 2 * number))k;${others:- server $address;} server $address $spare;$spares $keep }"
  names="$names \"$address\" $name;"
  turns="$turns $share $name;"
done
balancers='' named=''
for network in ${NGINX_REAL_IP_FROM:-}; do
  balancers="$balancers set_real_ip_from $network;"
  named="$named $network 1;"
done
origins='' vary=''
for origin in $(echo "${NGINX_ALLOWED_ORIGINS:-}" | tr , ' '); do
  case $origin in
    *[!A-Za-z0-9:/.\[\]-]*) echo "NGINX_ALLOWED_ORIGINS: $origin is no origin" >&2 && exit 1 ;;
    https://* | http://*) origins="$origins \"$origin\" \"$origin\";" vary=Origin ;;
    *) echo "NGINX_ALLOWED_ORIGINS: $origin does not begin with https:// or http://" >&2 && exit 1 ;;
  esac
done
tls=''
if [ -n "${NGINX_TLS_DIR:-}" ]; then
  # Browsers open six HTTP/1.1 connections to a host, one per stream; HTTP/2 has room for more than a hundred.
  listen="$listen ssl http2"
  tls="ssl_certificate $NGINX_TLS_DIR/tls.crt; ssl_certificate_key $NGINX_TLS_DIR/tls.key;"
  tls="$tls ssl_protocols TLSv1.2 TLSv1.3; ssl_session_cache shared:tls:10m; ssl_session_timeout 1d; ssl_session_tickets off;"
fi
user=''
if [ -n "${NGINX_USER:-}" ]; then user="user $NGINX_USER;"; fi
health=''
if [ -n "${NGINX_HEALTH_LISTEN:-}" ]; then
  health="server { listen $NGINX_HEALTH_LISTEN; access_log off; location / { return 204; } location = /status { stub_status; } }"
fi

mkdir -p "$run"
if [ "$(id -u)" -eq 0 ]; then chmod 711 "$run"; fi # the workers may be others, and have files in there
# In a file of its own: it grows with the square of their number, and what a command may be given does not.
echo "$each" >"$run/each-instance.conf"
sed -e "s|\${NGINX_UPSTREAMS}|$servers$backups|" \
  -e "s|\${NGINX_UPSTREAM_NAMES}|$names|" \
  -e "s|\${NGINX_TURNS}|$turns|" \
  -e "s|\${NGINX_REAL_IP_FROM}|$balancers|" \
  -e "s|\${NGINX_BALANCERS}|$named|" \
  -e "s|\${NGINX_ALLOWED_ORIGINS}|$origins|" \
  -e "s|\${NGINX_VARY}|$vary|" \
  -e "s|\${NGINX_TLS}|$tls|" \
  -e "s|\${NGINX_USER}|$user|" \
  -e "s|\${NGINX_HEALTH}|$health|" \
  -e "s|\${NGINX_DIR}|$here|" \
  -e "s|\${NGINX_LISTEN}|$listen backlog=4096|" \
  -e "s|\${NGINX_RUN_DIR}|$run|" \
  -e "s|\${NGINX_ACCESS_LOG}|${NGINX_ACCESS_LOG:-/dev/stdout}|" \
  -e "s|\${NGINX_OPEN_FILES}|$files|" \
  -e "s|\${NGINX_WORKER_PROCESSES}|${NGINX_WORKER_PROCESSES:-auto}|" \
  -e "s|\${NGINX_WORKER_CONNECTIONS}|$connections|" \
  -e "s|\${NGINX_STREAMS_PER_ADDRESS}|$streams|" \
  -e "s|\${NGINX_REQUESTS_AT_ONCE}|$requests|" \
  -e "s|\${NGINX_REQUESTS_PER_SECOND}|${NGINX_REQUESTS_PER_SECOND:-200}|" \
  -e "s|\${NGINX_PUBLISHES_PER_SECOND}|${NGINX_PUBLISHES_PER_SECOND:-2000}|" \
  -e "s|\${NGINX_REQUESTS_BURST}|${NGINX_REQUESTS_BURST:-2000}|" \
  "$here/nginx.conf.template" >"$run/nginx.conf"
