#!/bin/sh
# Replaces the instances one after the other: by those of another image, for an upgrade or a rollback, or without a TAG to
# give them the settings that .env has now.
#
#   sh deploy/roll.sh [TAG]
#
# An instance asks its streams to come back, and they go on at another one. The next instance follows once this one is healthy.
# Where one does not become healthy, this ends with 1: those before it were replaced, those after it were not. .env gets the
# tag, so that the next `docker compose up` keeps it.
set -eu
cd "$(dirname "$0")/.."
tag=${1:-$(sed -n 's/^VX11_IMAGE_TAG=//p' .env)}
tag=${tag:-latest}
case $tag in
*[!A-Za-z0-9._-]*)
  echo 'usage: sh deploy/roll.sh [TAG]' >&2
  exit 2
  ;;
esac
if ! docker image inspect --format ok "vx11/operator-backend:$tag" >/dev/null 2>&1; then
  echo "There is no image vx11/operator-backend:$tag on this machine. Nothing was changed." >&2
  exit 1
fi
(
  umask 077
  grep -v '^VX11_IMAGE_TAG=' .env >.env.next
  echo "VX11_IMAGE_TAG=$tag" >>.env.next
)
mv .env.next .env
export VX11_IMAGE_TAG="$tag" # a variable of the shell would win over .env
began=$(date +%s)
for instance in $(docker compose config --services | grep '^operator-' | sort); do
  if ! said=$(docker compose up --detach --no-deps --wait --wait-timeout 60 "$instance" 2>&1); then
    printf '%s\n' "$said" "$instance did not become healthy with $tag: docker compose logs $instance says why." >&2
    exit 1
  fi
  echo "$instance runs $tag, $(($(date +%s) - began)) s after the start"
done
