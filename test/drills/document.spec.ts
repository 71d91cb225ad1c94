// A drill must run exactly the commands of its page, or it would not show that they work.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { repositoryFile } from '../../cluster/repository.js';
import { createRunDirectory } from '../../cluster/run-directory.js';
import { drillsOf, stepsOf } from './support/document.js';
import { prints } from './support/prints.js';
import { Shell } from './support/shell.js';

const directory = createRunDirectory('document');
afterAll(() => rmSync(directory, { recursive: true }));

function pageWith(text: string): string {
  const file = join(mkdtempSync(join(directory, 'page-')), 'page.md');
  writeFileSync(file, text);
  return relative(repositoryFile('.'), file);
}

describe('a page with commands for drills', () => {
  const path = pageWith(
    'Text.\n\n```sh drill=one\necho 1\n```\n\nIt prints:\n\n```text drill=one\n1\n```\n\n```sh\nrm -r /\n```\n\n```sh drill=two\necho 2\n```\n',
  );

  it('gives each drill its commands, with their lines and what they print, and no others', () => {
    expect(stepsOf(path, 'one')).toEqual([{ at: `${path}:3`, command: 'echo 1\n', prints: '1\n' }]);
    expect(stepsOf(path, 'two')).toEqual([{ at: `${path}:17`, command: 'echo 2\n', prints: undefined }]);
    expect(drillsOf(path)).toEqual(['one', 'two']);
  });

  it('says where a drill has no commands, or what is printed has none', () => {
    expect(() => stepsOf(path, 'three')).toThrow('no block with drill=three');
    expect(() => stepsOf(pageWith('```text drill=a\n1\n```\n'), 'a')).toThrow(':1: no command prints this');
    expect(() => stepsOf(pageWith('```js drill=a\n1\n```\n'), 'a')).toThrow(
      ':1: a drill runs sh and compares text, not js',
    );
  });
});

describe('what is printed', () => {
  it.each([
    ['one\ntwo', 'one  \ntwo\n'],
    ['took … s, of … (all)', 'took 3 s, of 5 (all)\n'],
    ['first\n…\nlast', 'first\na\nb\nlast'],
    ['first\n…\nlast', 'first\nlast'],
    ['operator-1 (a|b)/…', 'operator-1 (a|b)/2.0'],
  ])('%j is %j', (expected, printed) => {
    expect(prints(expected, printed)).toBe(true);
  });

  it.each([
    ['one\ntwo', 'one'],
    ['one', 'one\ntwo'],
    ['1.0', '100'],
    ['took … s', 'took 3 s\nand failed'],
  ])('%j is not %j', (expected, printed) => {
    expect(prints(expected, printed)).toBe(false);
  });
});

describe('the shell of a drill', () => {
  const places = () => ({ '127.0.0.1:8080': '127.0.0.1:1' });
  const shell = new Shell({ directory, programs: directory, places });
  const step = (command: string, said?: string) => ({ at: 'page.md:1', command, prints: said });

  it('keeps what a command set, and puts addresses in their places', async () => {
    await shell.run(step('NAME="a b"'));
    expect(await shell.run(step('echo "$NAME" at 127.0.0.1:8080', 'a b at 127.0.0.1:8080'))).toBe(
      'a b at 127.0.0.1:1\n',
    );
  });

  it('names page and line where a command fails, in the middle of a pipe too, or prints something else', async () => {
    await expect(shell.run(step('false | cat; echo on'))).rejects.toThrow(/^page\.md:1: .*ended with 1/s);
    await expect(shell.run(step('echo 2', '1'))).rejects.toThrow(/^page\.md:1 should print\n1\nand printed\n2/);
  });
});
