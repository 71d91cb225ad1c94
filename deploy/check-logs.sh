#!/bin/sh
# Looks for secrets in the logs of all services: sh deploy/check-logs.sh
#
# Looks for the credentials and passwords of .env, and for a token that it asks for and uses, through nginx (VX11_URL, or
# http://127.0.0.1:8080). Ends with 1 where a log has one, and prints where, but not the secret.
set -eu
cd "$(dirname "$0")/.."
umask 077
url=${VX11_URL:-http://127.0.0.1:8080}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
sed -n 's/^[A-Z0-9_]*_\(TOKEN\|PASSWORD\)=//p' .env | tr , '\n' | grep . >"$work/secrets"
sed -n 's/^VX11_OPERATOR_TOKEN=\([^,]*\).*/X-VX11-Token: \1/p' .env >"$work/header"
token=$(curl -fsS -X POST -H "@$work/header" "$url/operator/api/events/sse-token" | cut -d'"' -f4)
printf '%s\n' "$token" >>"$work/secrets"
for _ in once again; do # the second time it is refused
  printf 'url = "%s/operator/api/events/stream?token=%s"\n' "$url" "$token" |
    curl -sN --max-time 2 -K - >/dev/null || [ $? -eq 28 ]
done
found=0
for service in $(docker compose config --services); do
  docker compose logs --no-log-prefix --no-color "$service" >"$work/log"
  with=$(grep -cFf "$work/secrets" "$work/log" || true)
  echo "$service: $(wc -l <"$work/log") lines, $with with a secret"
  [ "$with" -eq 0 ] || found=1
done
exit "$found"
