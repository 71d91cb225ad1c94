#!/bin/sh
# Starts redis-server with copies of redis.conf and users.acl, in which the passwords of the environment are filled in.
#
#   REDIS_PASSWORD, REDIS_ADMIN_PASSWORD             required
#   REDIS_REPLICA_PASSWORD, REDIS_SENTINEL_PASSWORD, REDIS_MONITOR_PASSWORD
#                                                    optional; without one its user does not exist
#   REDIS_RUN_DIR  directory of the copies, which only Redis can read (/tmp/redis). A copy of redis.conf that exists is used
#                  again: after a failover, Sentinel has written into it which primary this server follows
#   REDIS_TLS_DIR  if set: TLS only, with tls.crt, tls.key and ca.crt in there
#   REDIS_PORT     6379
#
# Arguments are passed to redis-server and override redis.conf.
set -eu
umask 077
here=$(cd "$(dirname "$0")" && pwd)
run=${REDIS_RUN_DIR:-/tmp/redis}
port=${REDIS_PORT:-6379}
: "${REDIS_PASSWORD:?is not set}" "${REDIS_ADMIN_PASSWORD:?is not set}"

fill_in() { # name, password: replaces ${name} by the password's digest, or drops its line when there is no password
  if [ -n "$2" ]; then
    digest=$(printf %s "$2" | sha256sum | cut -c1-64)
    sed "s/\${$1}/$digest/"
  else
    sed "/\${$1}/d"
  fi
}

mkdir -p "$run"
sed -e '/^#/d' -e '/^$/d' "$here/users.acl" | sed -e ':join' -e '/\\$/N' -e 's/ *\\\n */ /' -e 't join' |
  fill_in REDIS_PASSWORD "$REDIS_PASSWORD" |
  fill_in REDIS_ADMIN_PASSWORD "$REDIS_ADMIN_PASSWORD" |
  fill_in REDIS_REPLICA_PASSWORD "${REDIS_REPLICA_PASSWORD:-}" |
  fill_in REDIS_SENTINEL_PASSWORD "${REDIS_SENTINEL_PASSWORD:-}" |
  fill_in REDIS_MONITOR_PASSWORD "${REDIS_MONITOR_PASSWORD:-}" >"$run/users.acl"

if [ ! -e "$run/redis.conf" ]; then
  cp "$here/redis.conf" "$run/redis.conf"
  # The credential that it sends to its primary if it becomes a replica. In the file, since all users of a machine see arguments.
  if [ -n "${REDIS_REPLICA_PASSWORD:-}" ]; then
    printf 'masteruser replica\nmasterauth "%s"\n' "$REDIS_REPLICA_PASSWORD" >>"$run/redis.conf"
  fi
fi

if [ -n "${REDIS_TLS_DIR:-}" ]; then
  set -- --port 0 --tls-port "$port" --tls-cert-file "$REDIS_TLS_DIR/tls.crt" --tls-key-file "$REDIS_TLS_DIR/tls.key" \
    --tls-ca-cert-file "$REDIS_TLS_DIR/ca.crt" --tls-auth-clients no --tls-replication yes "$@"
else
  set -- --port "$port" "$@"
fi
unset REDIS_PASSWORD REDIS_ADMIN_PASSWORD REDIS_REPLICA_PASSWORD REDIS_SENTINEL_PASSWORD REDIS_MONITOR_PASSWORD
exec redis-server "$run/redis.conf" --aclfile "$run/users.acl" "$@"
