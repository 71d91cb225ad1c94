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

export RUN_ROOT=.run/tests
rm -rf "$RUN_ROOT"
mkdir -p -m 700 "$RUN_ROOT/results"
failed=0
jest --testPathIgnorePatterns test/logs --json --outputFile "$RUN_ROOT/results/suite.json" || failed=1
jest test/logs --json --outputFile "$RUN_ROOT/results/logs.json" || failed=1
exit "$failed"
