// What a tarball lacks shows only where it was installed: a page without its script, a type that is not found.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository, repositoryFile } from '../../cluster/repository.js';
import { packed } from './support/packed.js';

interface Manifest {
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly bin?: Readonly<Record<string, string>>;
}

const manifestOf = (directory: string) => JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as Manifest;

/** What the manifest says that others may import or run. */
function entriesOf({ exports, bin = {} }: Manifest): string[] {
  const targets = Object.values(exports).flatMap((target) =>
    typeof target === 'string' ? [target] : Object.values(target),
  );
  return [...targets, ...Object.values(bin)].map((path) => path.replace(/^\.\//, ''));
}

const SOURCES = /\.spec\.|^(src|test|client\/src)\/|test-support|tsconfig|\.tsx?$(?<!\.d\.ts)/;

describe('the tarball of the client', () => {
  const directory = repositoryFile('client');

  it('has what its manifest names, a README and the licence, and neither tests nor sources', async () => {
    const { files } = await packed(directory);
    expect(files).toEqual(expect.arrayContaining([...entriesOf(manifestOf(directory)), 'README.md', 'LICENSE']));
    expect(files.filter((file) => SOURCES.test(file) || file.endsWith('.map'))).toEqual([]);
  });

  it('is named in the README as it is named when it is packed', async () => {
    const { filename } = await packed(directory);
    expect(readFileSync(join(directory, 'README.md'), 'utf8')).toContain(`npm install ./${filename}`);
  });

  it('has the licence of the service', () => {
    expect(readFileSync(join(directory, 'LICENSE'), 'utf8')).toBe(readFileSync(repositoryFile('LICENSE'), 'utf8'));
  });
});

describe('the tarball of the service', () => {
  let files: readonly string[];
  beforeAll(async () => ({ files } = await packed(repository)));

  it('has what its manifest names, and neither tests nor sources', () => {
    expect(files).toEqual(expect.arrayContaining(entriesOf(manifestOf(repository))));
    expect(files.filter((file) => SOURCES.test(file))).toEqual([]);
  });

  it('has the page and the client, with every file that they load', () => {
    const built = ['dist/ui/index.html', 'dist/ui/sse-client.js'];
    const loaded = built.flatMap((file) =>
      [...readFileSync(repositoryFile(file), 'utf8').matchAll(/["']\.\/(assets\/[^"']+)["']/g)].map(
        ([, path]) => `dist/ui/${path}`,
      ),
    );
    expect(loaded.length).toBeGreaterThanOrEqual(3);
    expect(files).toEqual(expect.arrayContaining([...built, ...loaded]));
  });
});
