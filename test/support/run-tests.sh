#!/usr/bin/env bash
# Runs the whole suite, then the tests that look at what the suite left in its logs. With arguments: jest, with those.
set -uo pipefail
cd "$(dirname "$0")/../.."

jest() {
  node --experimental-vm-modules --disable-warning=ExperimentalWarning node_modules/jest/bin/jest.js "$@"
}

if [ $# -gt 0 ]; then
  jest "$@"
  exit
fi

rm -rf .run
mkdir -p -m 700 .run/results
failed=0
jest --testPathIgnorePatterns test/logs --json --outputFile .run/results/suite.json || failed=1
jest test/logs --json --outputFile .run/results/logs.json || failed=1
exit "$failed"
