// Starts the test files that take longest first, so that no long one runs alone at the end.
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';

/** The seconds that each file takes on an idle machine. Short files are left out. */
const SECONDS = JSON.parse(readFileSync(new URL('./durations.json', import.meta.url), 'utf8'));

/** The seconds that are assumed for an unknown file: tests with whole processes take longer than unit tests. */
const GUESSES = { chaos: 20, fuzz: 20, cli: 5, deploy: 5, e2e: 5, hardening: 5, browser: 5, contract: 4 };

export default class LongestFirst {
  /** @param {readonly import('@jest/test-result').Test[]} tests */
  sort(tests) {
    return [...tests].sort((a, b) => secondsOf(b) - secondsOf(a) || (a.path < b.path ? -1 : 1));
  }

  cacheResults() {}
}

function secondsOf({ path, context }) {
  const file = relative(context.config.rootDir, path);
  const [top, folder = ''] = file.split('/');
  return SECONDS[file] ?? (top === 'test' ? GUESSES[folder] : undefined) ?? 1;
}
