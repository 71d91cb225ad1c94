#!/bin/sh
# Changes a secret in .env. No list of processes shows it.
#
#   sh deploy/secret.sh add NAME        adds a new value behind those of NAME, as principals may have several
#   sh deploy/secret.sh keep-last NAME  takes all values of NAME out but the last
#   sh deploy/secret.sh replace NAME    replaces what NAME has by a new value
#   sh deploy/secret.sh digest NAME     prints the SHA-256 of the last value, by which Redis knows a password
set -eu
cd "$(dirname "$0")/.."
umask 077
action=${1:-} name=${2:-}
case $name in
'' | *[!A-Z0-9_]*) action= ;;
esac
case $action in
add | keep-last | replace | digest) ;;
*)
  echo 'usage: sh deploy/secret.sh add|keep-last|replace|digest NAME' >&2
  exit 2
  ;;
esac
if ! grep -q "^$name=." .env; then
  echo ".env has no value for $name; nothing was changed." >&2
  exit 1
fi
if [ "$action" = digest ]; then
  sed -n "s/^$name=\(.*,\)\{0,1\}//p" .env | tr -d '\n' | sha256sum | cut -c1-64
  exit
fi
awk -v name="$name" -v action="$action" '
  index($0, name "=") != 1 { print; next }
  action == "keep-last" { count = split(substr($0, length(name) + 2), values, ","); print name "=" values[count]; next }
  { "openssl rand -hex 32" | getline value; print (action == "add" ? $0 "," : name "=") value }
' .env >.env.next
mv .env.next .env
