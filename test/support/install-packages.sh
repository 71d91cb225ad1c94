#!/usr/bin/env bash
# Checks that the programs that the tests start are installed. Installs missing ones if it may (root, apt-get), without starting
# a service; otherwise prints what to install. Arguments are more of them, as `program:package`.
set -euo pipefail
PATH=$PATH:/usr/sbin:/sbin # nginx lives there, and not every user looks there

# program:package
needed=(systemd-analyze:systemd redis-server:redis-server redis-cli:redis-tools nginx:nginx prometheus:prometheus promtool:prometheus
  prometheus-alertmanager:prometheus-alertmanager amtool:prometheus-alertmanager
  prometheus-nginx-exporter:prometheus-nginx-exporter prometheus-redis-exporter:prometheus-redis-exporter
  prometheus-blackbox-exporter:prometheus-blackbox-exporter prometheus-node-exporter:prometheus-node-exporter
  chromium:chromium docker-compose:docker-compose curl:curl openssl:openssl unzip:unzip
  jq:jq logrotate:logrotate "$@")

missing_packages() {
  for pair in "${needed[@]}"; do
    command -v "${pair%%:*}" >/dev/null || echo "${pair##*:}"
  done | sort -u | paste -sd ' '
}

packages=$(missing_packages)
if [ -z "$packages" ]; then exit 0; fi

if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
  echo "The tests need programs that are not installed. On Debian or Ubuntu: sudo apt-get install --no-install-recommends $packages" >&2
  exit 1
fi

# Debian starts a service when it installs it, unless this file forbids it. The tests start their own servers on free ports.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod 755 "$policy"
  trap 'rm -f "$policy"' EXIT
fi

echo "Installing what the tests need: $packages" >&2
export DEBIAN_FRONTEND=noninteractive
# shellcheck disable=SC2086 # one word per package
if ! { apt-get -qq update && apt-get -qq install -y --no-install-recommends -o DPkg::Lock::Timeout=120 $packages; } >&2; then
  echo "apt-get could not install: $packages" >&2
  exit 1
fi

packages=$(missing_packages)
if [ -n "$packages" ]; then
  echo "Still missing after the installation: $packages" >&2
  exit 1
fi
