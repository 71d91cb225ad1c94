// Every claim of the pages on security must name a test that exists.
import { existsSync } from 'node:fs';
import { repositoryFile } from '../../cluster/repository.js';
import { page, pages, rowsOf } from './support/markdown.js';

const PAGES = ['SECURITY.md', ...pages().filter((path) => path.startsWith('docs/security/'))];

/** A test as a page names it: its file and, where a single one is meant, its name in quotation marks. */
interface Named {
  readonly file: string;
  readonly name: string | undefined;
}

function named(text: string): Named[] {
  const tests = text.matchAll(/`((?:src|test)\/[^`]+\.ts)`(?:: "([^"]+)")?/g);
  return [...tests].map(([, file = '', name]) => ({ file, name }));
}

/** The names of the tests of a file: in a contract they are the first of each pair, elsewhere what `it` is called with. */
function namesIn(file: string): string[] {
  const before = file.endsWith('.contract.ts') ? String.raw`^ *\[` : String.raw`\bit(?:\.each\([^\n]*\))?\(|^ *\]\)\(`;
  const names = page(file).matchAll(new RegExp(String.raw`(?:${before})\s*(['"\`])((?:\\.|(?!\1).)+)\1`, 'gm'));
  return [...names].map(([, , name = '']) => name.replaceAll("\\'", "'"));
}

function exists({ file, name }: Named): boolean {
  return existsSync(repositoryFile(file)) && (name === undefined || namesIn(file).includes(name));
}

describe.each(PAGES)('%s', (path) => {
  it('names only tests that exist', () => {
    expect(named(page(path)).filter((test) => !exists(test))).toEqual([]);
  });
});

describe('docs/security/threat-model.md', () => {
  const tables = ['weakness', 'when', 'what it can do', 'asset'];
  const rows = tables.flatMap((first) => rowsOf('docs/security/threat-model.md', first));

  it('names for each claim a test', () => {
    expect(rows.filter(({ test = '' }) => named(test).length === 0)).toEqual([]);
  });

  it('lists the seven weaknesses of the earlier service', () => {
    expect(rowsOf('docs/security/threat-model.md', 'weakness')).toHaveLength(7);
  });
});

describe('docs/security/standards.md', () => {
  const rows = ['chapter', 'section'].flatMap((first) => rowsOf('docs/security/standards.md', first));

  it('gives the standing of each requirement, and how or why', () => {
    const standings = ['met', 'partly', 'not met', 'does not apply'];
    expect(rows.filter((row) => !standings.includes(row.standing ?? '') || !row['how, or why not'])).toEqual([]);
  });

  it('names a test for each requirement that is met or partly met', () => {
    const met = rows.filter(({ standing = '' }) => ['met', 'partly'].includes(standing));
    expect(met.length).toBeGreaterThan(0);
    expect(met.filter(({ test = '' }) => named(test).length === 0)).toEqual([]);
  });
});
