#!/bin/sh
# Prints tokens.env.example with a new value for each credential that a start needs:
#
#   (umask 077 && sh deploy/make-env.sh > .env)
set -eu
needed='^(VX11_OPERATOR_TOKEN|REDIS_PASSWORD|REDIS_ADMIN_PASSWORD)=$'
# awk reads each value from openssl, so no list of processes shows one.
awk -v needed="$needed" '
  $0 ~ needed { "openssl rand -hex 32" | getline value; close("openssl rand -hex 32"); print $0 value; next }
  { print }
' "$(dirname "$0")/../tokens.env.example"
