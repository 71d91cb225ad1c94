#!/bin/sh
# Says what is wrong with the deployment, seen from an instance: sh deploy/doctor.sh [--only redis,instances] [--json]
set -eu
cd "$(dirname "$0")/.."
running=$(docker compose ps --services --status running | grep '^operator-' | sort || true)
if [ -z "$running" ]; then
  echo 'No instance runs: docker compose up --detach --wait' >&2
  exit 1
fi
for instance in $(docker compose config --services | grep '^operator-' | sort); do
  set -- --instance "http://$instance:8000" "$@"
done
first=$(printf '%s\n' "$running" | head -n 1)
exec docker compose exec -T "$first" node dist/cli/main.js doctor --url http://nginx:8080 "$@"
