#!/bin/sh
# Runs nginx before the instances that a name stands for, as that of a headless Service does. When the addresses change, the
# configuration is rendered again and nginx takes it without cutting a stream. Beside the variables of render.sh, without
# NGINX_UPSTREAMS:
#
#   NGINX_INSTANCES       name:port (required)
#   NGINX_FOLLOW_SECONDS  between two looks at the name (5)
#   NGINX_OLD_WORKERS     workers of earlier configurations that may still carry streams (16); the oldest beyond them end, and
#                         their streams come back
#   NGINX_QUIT_SECONDS    how long, after SIGTERM or SIGQUIT, open requests have before they are cut, streams among them (5)
set -eu
here=$(cd "$(dirname "$0")" && pwd)
: "${NGINX_INSTANCES:?is not set}"

addresses() {
  getent ahostsv4 "${NGINX_INSTANCES%:*}" | sed -n "s/ .*STREAM.*/:${NGINX_INSTANCES##*:}/p" | sort -u | paste -sd ' ' -
}

old_workers() { # oldest first
  grep -sl "^PPid:[[:space:]]$nginx\$" /proc/[0-9]*/status | cut -d/ -f3 | while read -r worker; do
    if grep -qs 'shutting down' "/proc/$worker/cmdline"; then echo "$(started "$worker") $worker"; fi
  done | sort -n | cut -d ' ' -f 2
}

started() { # in clock ticks since the machine started; ids of processes begin again when they have reached their limit
  sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d ' ' -f 20
}

pause() { # a signal ends it at once
  sleep "$1" &
  wait $! || kill $! 2>/dev/null || true
}

NGINX_UPSTREAMS=$(addresses)
# While the name stands for nobody: an address that refuses, so that browsers are told to come back.
export NGINX_UPSTREAMS="${NGINX_UPSTREAMS:-127.0.0.1:1}"
stopping=''
trap 'stopping=yes' TERM QUIT INT
sh "$here/start.sh" &
nginx=$!

while [ -z "$stopping" ] && kill -0 "$nginx" 2>/dev/null; do
  pause "${NGINX_FOLLOW_SECONDS:-5}"
  old_workers | head -n "-${NGINX_OLD_WORKERS:-16}" | xargs -r kill -TERM
  found=$(addresses)
  # No answer of the name server is no reason to send everyone away.
  if [ -n "$stopping" ] || [ -z "$found" ] || [ "$found" = "$NGINX_UPSTREAMS" ]; then continue; fi
  NGINX_UPSTREAMS=$found
  echo "follow.sh: the instances are now $found" >&2
  sh "$here/render.sh" && kill -HUP "$nginx"
done

if [ -n "$stopping" ]; then
  trap '' TERM QUIT INT
  kill -QUIT "$nginx" 2>/dev/null || true
  left=${NGINX_QUIT_SECONDS:-5}
  while [ "$left" -gt 0 ] && kill -0 "$nginx" 2>/dev/null; do
    sleep 1
    left=$((left - 1))
  done
  kill -TERM "$nginx" 2>/dev/null || true
fi
wait "$nginx"
