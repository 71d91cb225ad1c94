// Whoever reads a credential in a log can open streams. So after the whole suite has run, every line that any of its processes
// has written is searched for every credential and token that was used.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RUN_ROOT } from '../../cluster/run-directory.js';
import { secretFinder } from '../support/find-secrets.js';
import { USED_CREDENTIALS } from '../support/used-credentials.js';

const secrets = readFileSync(USED_CREDENTIALS, 'utf8').trim().split('\n');
const logs = readdirSync(RUN_ROOT, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.log'))
  .map((name) => join(RUN_ROOT, name));
const lines = logs.flatMap((file) =>
  readFileSync(file, 'utf8')
    .split('\n')
    .map((text) => ({ file, text })),
);

describe('the logs of all processes of the suite', () => {
  it('are there to be searched, and tokens and credentials were used', () => {
    expect(lines.length).toBeGreaterThan(1_000);
    expect(secrets.length).toBeGreaterThan(100);
    expect(logs.some((file) => file.includes('redis'))).toBe(true);
    expect(lines.some(({ text }) => text.includes('/operator/api/events/stream'))).toBe(true);
  });

  it('hold none of them', () => {
    const holdsSecret = secretFinder(secrets);
    const leaks = lines.filter(({ text }) => holdsSecret(text));
    expect(leaks.map(({ file }) => file)).toEqual([]);
  });

  // Except for the printed line that users paste, which has a variable.
  it('hold no query string of a stream', () => {
    const leaks = lines.filter(({ text }) => /\/stream\?(?!token=\$)[^\s"]/.test(text));
    expect(leaks.map(({ file }) => file)).toEqual([]);
  });
});
