#!/usr/bin/env bash
# Breaks a whole deployment under load, one thing at a time. With --full: 1,000 streams, longer stops, more races.
set -euo pipefail
cd "$(dirname "$0")/../.."

if [ "${1:-}" = --full ]; then
  export CHAOS_SCALE=full
  shift
fi
bash test/support/install-packages.sh
npm run --silent build
exec node --experimental-vm-modules --disable-warning=ExperimentalWarning node_modules/jest/bin/jest.js \
  --runInBand --verbose --testTimeout 600000 test/chaos "$@"
