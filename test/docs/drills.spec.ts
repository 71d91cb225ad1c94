// A command that is marked as drilled must be run by a drill, and a drill must find its commands.
import { readdirSync } from 'node:fs';
import { repositoryFile } from '../../cluster/repository.js';
import { drillsOf, stepsOf } from '../drills/support/document.js';
import { page, pages } from './support/markdown.js';

const files = readdirSync(repositoryFile('test/drills')).filter((name) => name.endsWith('.drill.ts'));
const asked = files.flatMap((file) =>
  [...page(`test/drills/${file}`).matchAll(/stepsOf\(\s*'([^']+)',\s*'([^']+)'/g)].map(([, path = '', drill = '']) => ({
    path,
    drill,
  })),
);

describe('the drills', () => {
  it('run every command that a page marks as theirs', () => {
    const marked = pages().flatMap((path) => drillsOf(path).map((drill) => ({ path, drill })));
    const run = asked.map(({ path, drill }) => `${path} ${drill}`);
    expect(marked.map(({ path, drill }) => `${path} ${drill}`).filter((one) => !run.includes(one))).toEqual([]);
  });

  it('find their commands', () => {
    for (const { path, drill } of asked) expect(stepsOf(path, drill).length).toBeGreaterThan(0);
  });
});
