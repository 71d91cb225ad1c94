#!/bin/sh
# Renders the configuration (render.sh says from which variables) and runs nginx with it in the foreground.
# Arguments are passed on: `start.sh -t` only checks.
set -eu
run=${NGINX_RUN_DIR:-/tmp/nginx}
sh "$(dirname "$0")/render.sh"
exec nginx -p "$run/" -c "$run/nginx.conf" -e stderr -g 'daemon off;' "$@"
