#!/bin/sh
# Asks Prometheus: sh deploy/query.sh 'ALERTS{alertstate="firing"}'
set -eu
cd "$(dirname "$0")/.."
exec docker compose exec -T prometheus promtool query instant http://127.0.0.1:9090 "$1"
