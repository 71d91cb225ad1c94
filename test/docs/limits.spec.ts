// Every limit on docs/security/limits.md must be shown by a test in test/hardening, and each of these tests must name a
// weakness or a requirement.
import { readdirSync } from 'node:fs';
import { repositoryFile } from '../../cluster/repository.js';
import { page, rowsOf } from './support/markdown.js';

const FOLDER = 'test/hardening';
const files = readdirSync(repositoryFile(FOLDER)).filter((name) => name.endsWith('.spec.ts'));
const rows = rowsOf('docs/security/limits.md', 'what');

/** The tests of a file, also those of a table that takes several lines: the name of each, and the first line of its body. */
function claims(file: string): { name: string; firstLine: string }[] {
  const text = page(`${FOLDER}/${file}`);
  return [...text.matchAll(/^ *(?:it(?:\.each\([^\n]*\))?|\]\))\(\s*(['`])(.+?)\1,.*\n(.*)$/gm)].map(
    ([, , name = '', firstLine = '']) => ({ name: name.replaceAll("\\'", "'"), firstLine: firstLine.trim() }),
  );
}

describe('docs/security/limits.md', () => {
  it('names for each limit a test that exists', () => {
    const known = files.flatMap((file) => claims(file).map(({ name }) => `\`${file}\`: ${name}`));
    expect(rows.map(({ test = '' }) => test).filter((test) => !known.includes(test))).toEqual([]);
  });

  it('says of each limit what the bound is and what happens beyond it', () => {
    expect(rows.filter(({ what, bound, 'beyond it': beyond }) => !what || !bound || !beyond)).toEqual([]);
  });
});

/** The number of claims, which must not fall. */
const CLAIMS_AT_LEAST = 40;

describe(FOLDER, () => {
  it('makes as many claims as faults were found, or more', () => {
    const all = files.flatMap(claims);
    expect(all.length).toBeGreaterThanOrEqual(CLAIMS_AT_LEAST);
  });
});

describe(`each test of ${FOLDER}`, () => {
  it('names the weakness (CWE) or the requirement (ASVS 5.0) in its first line', () => {
    const named = /^\/\/ (CWE-\d+|ASVS \d+\.\d+\.\d+)/;
    const unnamed = files.flatMap((file) => claims(file).filter(({ firstLine }) => !named.test(firstLine)));
    expect(unnamed.map(({ name }) => name)).toEqual([]);
  });
});
