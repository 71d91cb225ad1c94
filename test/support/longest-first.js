// Starts the files that take longest first: one that begins when the others are done keeps a whole worker to itself.
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';

/** Seconds a file took on a machine with nothing else to do; the short ones are left out. `npm test` needs no other cache. */
const SECONDS = JSON.parse(readFileSync(new URL('./durations.json', import.meta.url), 'utf8'));

/** What a file takes of which nothing is known yet: whole processes take longer than units. */
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
