#!/usr/bin/env bash
# Breaks a whole deployment under load, one part at a time, with default limits and settings, and prints what the clients noticed.
# With --full: 1,000 streams, longer stops, more races, and the drills, which are too slow for `npm test`; those of browsers
# also run in Firefox.
# With --drills: what the pages for operators say, done by their own commands.
set -euo pipefail
cd "$(dirname "$0")/../.."

match=('**/test/chaos/**/*.spec.ts')
programs=()
case "${1:-}" in
--full)
  export CHAOS_SCALE=full
  match=('**/test/chaos/**/*.{spec,drill}.ts' '**/test/drills/**/*.drill.ts' '**/test/browser/**/*.drill.ts')
  programs=(firefox-esr:firefox-esr)
  shift
  ;;
--drills)
  match=('**/test/drills/**/*.drill.ts' '**/test/browser/page.drill.ts')
  shift
  ;;
esac
bash test/support/install-packages.sh "${programs[@]}"
npm run --silent build
rm -rf .run/chaos .run/version-before-*
failed=0
flags=()
# WebDriver BiDi is spoken over a WebSocket, which older versions of node have behind a flag.
node -e 'process.exit(typeof WebSocket === "function" ? 0 : 1)' || flags+=(--experimental-websocket)
node "${flags[@]}" --experimental-vm-modules --disable-warning=ExperimentalWarning node_modules/jest/bin/jest.js \
  --runInBand --verbose --testTimeout 600000 "$@" --testMatch "${match[@]}" || failed=$?
npx tsx test/chaos/support/print-report.ts
exit "$failed"
