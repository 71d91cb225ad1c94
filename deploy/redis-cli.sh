#!/bin/sh
# redis-cli as admin, in the container of Redis: sh deploy/redis-cli.sh INFO memory
set -eu
cd "$(dirname "$0")/.."
exec docker compose exec -T redis sh -c 'REDISCLI_AUTH=$REDIS_ADMIN_PASSWORD exec redis-cli -e --user admin "$@"' redis-cli "$@"
