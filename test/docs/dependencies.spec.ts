// The page of dependencies must list those of package.json, and `npm run sbom` must write what scanners read.
import { execFileSync } from 'node:child_process';
import { repositoryFile } from '../../cluster/repository.js';
import { codes, page, rowsOf } from './support/markdown.js';

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
}

interface Component {
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly hashes?: readonly { readonly alg: string; readonly content: string }[];
  readonly licenses?: readonly unknown[];
}

interface Sbom {
  readonly bomFormat: string;
  readonly specVersion: string;
  readonly serialNumber: string;
  readonly metadata: { readonly component: Component };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

const manifest = JSON.parse(page('package.json')) as Manifest;
const direct = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }).sort();
const rows = rowsOf('docs/security/dependencies.md', 'package');

describe('docs/security/dependencies.md', () => {
  it('lists every dependency, in order, and no other', () => {
    expect(rows.flatMap((row) => codes(row.package))).toEqual(direct);
  });

  it('tells the licence of each as its package does, and why it is there', () => {
    const installed = direct.map((name) => {
      const { license } = JSON.parse(page(`node_modules/${name}/package.json`)) as Manifest;
      return [name, license];
    });
    expect(rows.map((row) => [codes(row.package)[0], row.licence])).toEqual(installed);
    expect(rows.filter(({ why }) => !why)).toEqual([]);
  });
});

describe('npm run sbom', () => {
  const written = execFileSync('npm', ['run', '--silent', 'sbom'], {
    cwd: repositoryFile('.'),
    encoding: 'utf8',
    maxBuffer: 67_108_864,
  });
  const sbom = JSON.parse(written) as Sbom;

  it('writes CycloneDX about this version', () => {
    const { bomFormat, specVersion, serialNumber, metadata } = sbom;
    expect({ bomFormat, specVersion }).toEqual({ bomFormat: 'CycloneDX', specVersion: '1.5' });
    expect(serialNumber).toMatch(/^urn:uuid:[0-9a-f-]{36}$/);
    expect(metadata.component.purl).toBe(
      `pkg:npm/${encodeURIComponent(manifest.name).replace('%2F', '/')}@${manifest.version}`,
    );
  });

  it('names every dependency with version and hash, direct ones with their licence, and what each depends on', () => {
    const names = sbom.components.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(direct));
    const incomplete = sbom.components.filter(
      ({ name, version, purl, hashes, licenses }) =>
        !purl.endsWith(`@${version}`) || !hashes?.length || (direct.includes(name) && !licenses?.length),
    );
    expect(incomplete.map(({ name }) => name)).toEqual([]);
    const nest = sbom.dependencies.find(({ ref }) => ref.startsWith('@nestjs/terminus@'));
    expect(nest?.dependsOn.length).toBeGreaterThan(0);
  });

  it('leaves out what only builds and tests', () => {
    const names = sbom.components.map(({ name }) => name);
    expect(names.filter((name) => ['eslint', 'jest', 'playwright-core'].includes(name))).toEqual([]);
  });

  it('has all that is installed for production, wherever it lies, and what the page is built from', () => {
    const { packages } = JSON.parse(page('package-lock.json')) as { packages: Record<string, { dev?: boolean }> };
    const places = Object.entries(packages).filter(([path, { dev }]) => path && !dev);
    const lie = new Set(places.map(([path]) => path.replace(/^.*node_modules\//, '')));
    const imported = ['react', 'react-dom', '@tanstack/react-virtual'];
    for (const name of imported) expect(page('docs/security/dependencies.md')).toContain(`\`${name}\``);
    const inPage = [...imported, 'scheduler', '@tanstack/virtual-core'];
    expect(new Set(sbom.components.map(({ name }) => name))).toEqual(new Set([...lie, ...inPage]));
  });
});
