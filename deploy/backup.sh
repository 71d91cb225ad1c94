#!/bin/sh
# Writes a copy of what Redis has on disk to a new file: sh deploy/backup.sh FILE.tar.gz
#
# It has every event and token that was accepted until two seconds before; Redis goes on meanwhile, and does not rewrite its
# append-only file for as long as this takes.
set -eu
cd "$(dirname "$0")/.."
umask 077
file=${1:?'usage: sh deploy/backup.sh FILE.tar.gz'}
if [ -e "$file" ]; then
  echo "$file is there already. Nothing was changed." >&2
  exit 1
fi
redis() { sh deploy/redis-cli.sh "$@"; }
percentage=$(redis CONFIG GET auto-aof-rewrite-percentage | sed -n 2p)
trap 'redis CONFIG SET auto-aof-rewrite-percentage "$percentage" >/dev/null; rm -f "$file.part"' EXIT
redis CONFIG SET auto-aof-rewrite-percentage 0 >/dev/null
until redis INFO persistence | grep -q '^aof_rewrite_in_progress:0'; do sleep 1; done
# tar reads a growing file up to the length it had, and ends with 1 to say that it grew.
docker compose exec -T redis sh -c 'tar --warning=no-file-changed -C /data -cz appendonlydir || [ $? -eq 1 ]' >"$file.part"
gzip -t "$file.part"
mv "$file.part" "$file"
echo "$file: $(wc -c <"$file") bytes"
