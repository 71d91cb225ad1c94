// The picture and the table of folders in docs/architecture.md must be the rules that the linter enforces.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ALLOWED, LAYERS } from '../../allowed-imports.js';
import { picture, rows } from './support/imports-picture.js';

const ROOT = join(import.meta.dirname, '../..');
const ORDER = Object.values(LAYERS).flat();
const layerOf = (folder: string) => Object.values(LAYERS).findIndex((all) => all.includes(folder));

describe('the allowed imports', () => {
  const page = readFileSync(join(ROOT, 'docs/architecture.md'), 'utf8');
  const folders = readdirSync(join(ROOT, 'src'), { withFileTypes: true }).filter((entry) => entry.isDirectory());

  it('name every folder of src/, each in one layer', () => {
    const there = folders.map(({ name }) => name).sort();
    expect(Object.keys(ALLOWED).sort()).toEqual(there);
    expect([...ORDER].sort()).toEqual(there);
  });

  it('never go up', () => {
    const up = Object.entries(ALLOWED).flatMap(([folder, allowed]) =>
      allowed.filter((other) => layerOf(other) < layerOf(folder)).map((other) => `${folder} → ${other}`),
    );
    expect(up).toEqual([]);
  });

  it('make no circle', () => {
    const left = new Map(Object.entries(ALLOWED));
    for (let before = -1; before !== left.size;) {
      before = left.size;
      for (const [folder, allowed] of left) if (!allowed.some((other) => left.has(other))) left.delete(folder);
    }
    expect([...left.keys()]).toEqual([]);
  });

  it('are drawn and listed in docs/architecture.md as they are', () => {
    expect(page).toContain(picture());
    const table = page.split('\n').filter((line) => rows().includes(line.replace(/ +/g, ' ')));
    expect(table.map((line) => line.replace(/ +/g, ' '))).toEqual(rows());
  });
});
