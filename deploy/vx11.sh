#!/bin/sh
# The command line of the service, run in an instance that is up: sh deploy/vx11.sh streams --principal gateway
set -eu
cd "$(dirname "$0")/.."
instance=$(docker compose ps --services --status running | grep '^operator-' | sort | head -n 1 || true)
if [ -z "$instance" ]; then
  echo 'No instance runs: docker compose up --detach --wait' >&2
  exit 1
fi
exec docker compose exec -T "$instance" node dist/cli/main.js "$@"
