// `npm ci` must not warn whoever has a version of Node that package.json allows.
import { createRequire } from 'node:module';
import { page } from '../docs/support/markdown.js';

interface Semver {
  satisfies(version: string, range: string): boolean;
  minVersion(range: string): { readonly version: string };
}

type Packages = Readonly<Record<string, { readonly engines?: { readonly node?: string } }>>;

it('no package needs a newer Node than this one says that it needs', () => {
  const semver = createRequire(import.meta.url)('semver') as Semver;
  const { packages } = JSON.parse(page('package-lock.json')) as { packages: Packages };
  const { version: oldest } = semver.minVersion(packages['']!.engines!.node!);
  const newer = Object.entries(packages).filter(([, { engines }]) => !semver.satisfies(oldest, engines?.node ?? '*'));
  expect(newer.map(([path, { engines }]) => `${path}: ${engines!.node}`)).toEqual([]);
});
