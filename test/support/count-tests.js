// Prints `tests: N passed, M failed` for the jest results in a directory. Fails if there are none, or if a suite did
// not run, or if a test was left out.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const directory = process.argv[2];
const files = readdirSync(directory).filter((name) => name.endsWith('.json'));
const results = files.map((name) => JSON.parse(readFileSync(join(directory, name), 'utf8')));
const sum = (key) => results.reduce((total, result) => total + result[key], 0);

const brokenSuites = sum('numRuntimeErrorTestSuites');
const leftOut = sum('numPendingTests') + sum('numTodoTests');
if (brokenSuites > 0) console.log(`${brokenSuites} test suites did not run`);
if (leftOut > 0) console.log(`${leftOut} tests were left out`);
console.log(`tests: ${sum('numPassedTests')} passed, ${sum('numFailedTests') + brokenSuites} failed`);
if (files.length === 0 || sum('numPassedTests') === 0 || sum('numFailedTests') + brokenSuites + leftOut > 0)
  process.exit(1);
