#!/bin/sh
# Puts a backup in place of what Redis has: sh deploy/restore.sh FILE.tar.gz
#
# It is checked first. Redis is away for some seconds; what it had is kept beside, in /data/appendonlydir.before.
set -eu
cd "$(dirname "$0")/.."
file=${1:?'usage: sh deploy/restore.sh FILE.tar.gz'}
check='rm -rf /data/restored && mkdir /data/restored && tar -C /data/restored -xz &&
  redis-check-aof /data/restored/appendonlydir/appendonly.aof.manifest'
if ! docker compose exec -T redis sh -c "$check" <"$file" >/dev/null; then
  echo "$file is no whole backup. Nothing was changed." >&2
  exit 1
fi
docker compose stop redis
docker compose run --rm --no-deps -T --entrypoint sh redis -c 'cd /data && rm -rf appendonlydir.before &&
  { [ ! -e appendonlydir ] || mv appendonlydir appendonlydir.before; } && mv restored/appendonlydir . && rmdir restored'
docker compose up --detach --no-deps --wait redis
echo "Redis has $file"
