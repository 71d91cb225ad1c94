// A credential that was removed must stop counting without a restart, however the file was replaced. A mistake in the file must lock
// nobody out.
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { eventually } from '../../cluster/eventually.js';
import { readSmallFile } from '../files/read-file.js';
import { parsePrincipals } from './file/parse-principals.js';
import { digestOfCredential, fingerprintOf } from './fingerprint.js';
import { PrincipalDirectory } from './principal-directory.js';
import { PrincipalSources, type SourcesObserver } from './principal-sources.js';
import { type PrincipalsChange } from './principals-change.js';

const credential = () => randomBytes(24).toString('base64url');
const [A, B, C] = [credential(), credential(), credential()];
const yaml = (name: string, ...credentials: string[]) => `principals:
  - name: ${name}
    credentials: [${credentials.map((one) => `'sha256:${digestOfCredential(one)}'`).join(', ')}]
    rights: [read]
`;

/** Waits until `read` returns `expected`. */
async function becomes(read: () => unknown, expected: unknown): Promise<void> {
  const same = () => JSON.stringify(read()) === JSON.stringify(expected) || undefined;
  await eventually(same, { what: `${JSON.stringify(expected)}; it is ${JSON.stringify(read())}` });
}

describe('the sources of principals', () => {
  let folder: string;
  let directory: PrincipalDirectory;
  let sources: PrincipalSources | undefined;
  let heard: string[];
  let changes: PrincipalsChange[];
  const whose = (one: string) => directory.byDigest(digestOfCredential(one))?.name;

  const observer: SourcesObserver = {
    reloaded: (_, principals) => heard.push(`reloaded ${principals}`),
    refused: (_, reason) => heard.push(reason),
    faults: (_, faults) => heard.push(...faults.map(({ line, message }) => `${line}: ${message}`)),
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'vx11-principals-'));
    directory = new PrincipalDirectory();
    [heard, changes] = [[], []];
  });
  afterEach(() => {
    sources?.stop();
    rmSync(folder, { recursive: true });
  });

  function follow(path: string): void {
    const { text, identity } = readSmallFile(path, 1_000_000);
    const parsed = parsePrincipals(text, { name: () => false, digest: () => undefined });
    if ('faults' in parsed) throw new Error('the first file has faults');
    const principalsFile = { path, identity, principals: parsed.principals };
    sources = new PrincipalSources(
      directory,
      { principals: [], principalsFile, refuseWeakCredentials: true },
      observer,
    );
    directory.onChange((change) => changes.push(change));
  }

  it('follow a file that is written anew in its place', async () => {
    const path = join(folder, 'principals.yaml');
    writeFileSync(path, yaml('watch', A, B));
    follow(path);
    expect([A, B, C].map(whose)).toEqual(['watch', 'watch', undefined]);
    const before = performance.now();
    writeFileSync(path, yaml('watch', B, C));
    await becomes(() => [A, B, C].map(whose), [undefined, 'watch', 'watch']);
    expect(sources?.file?.ageSeconds).toBeGreaterThanOrEqual(0);
    expect(sources?.file?.ageSeconds).toBeLessThanOrEqual((performance.now() - before) / 1_000);
    const gone = { principal: 'watch', fingerprint: fingerprintOf(digestOfCredential(A)) };
    expect(changes).toEqual([{ principals: [], credentials: [gone], altered: [] }]);
  });

  it('follow a file that another one is renamed to, again and again', async () => {
    const path = join(folder, 'principals.yaml');
    writeFileSync(path, yaml('first', A));
    follow(path);
    for (const name of ['second', 'third', 'fourth']) {
      writeFileSync(`${path}.new`, yaml(name, A));
      renameSync(`${path}.new`, path);
      await becomes(() => whose(A), name);
    }
    expect(changes.map(({ principals }) => principals)).toEqual([['first'], ['second'], ['third']]);
  });

  it('follow a file of a Kubernetes volume, where a link of its folder is swapped', async () => {
    for (const [version, name] of [
      ['..1', 'first'],
      ['..2', 'second'],
      ['..3', 'third'],
    ] as const) {
      mkdirSync(join(folder, version));
      writeFileSync(join(folder, version, 'principals.yaml'), yaml(name, A));
    }
    symlinkSync('..1', join(folder, '..data'));
    symlinkSync('..data/principals.yaml', join(folder, 'principals.yaml'));
    follow(join(folder, 'principals.yaml'));
    for (const [version, name] of [
      ['..2', 'second'],
      ['..3', 'third'],
    ] as const) {
      symlinkSync(version, join(folder, '..data_tmp'));
      renameSync(join(folder, '..data_tmp'), join(folder, '..data'));
      await becomes(() => whose(A), name);
    }
    rmSync(join(folder, '..1'), { recursive: true });
    expect(heard).toEqual(['reloaded 1', 'reloaded 1']);
  });

  it('leave everything as it was while the file has a fault or is away, and say so once', async () => {
    const path = join(folder, 'principals.yaml');
    writeFileSync(path, yaml('watch', A));
    follow(path);
    writeFileSync(path, yaml('watch', A).replace('read', 'root').replace('watch', 'two words'));
    await becomes(() => sources?.file?.valid, false);
    expect(heard).toEqual([
      '2: name wants 1 to 64 of A-Z a-z 0-9 . _ -',
      '4: rights wants one of read, publish, admin',
    ]);
    rmSync(path);
    await becomes(() => heard.length, 3);
    expect(heard[2]).toBe('does not exist');
    expect([whose(A), changes]).toEqual(['watch', []]);
    writeFileSync(path, yaml('watch', B));
    await becomes(() => [whose(A), whose(B)], [undefined, 'watch']);
    expect([sources?.file?.valid, heard.length]).toEqual([true, 4]);
    rmSync(path);
    await becomes(() => sources?.file?.valid, false);
    expect(whose(B)).toBe('watch');
  });

  it('refuse in production what stands in examples, also when it comes later', async () => {
    const path = join(folder, 'principals.yaml');
    writeFileSync(path, yaml('watch', A));
    follow(path);
    writeFileSync(path, yaml('watch', 'test'));
    await becomes(() => heard, ['3: the credential can be guessed: it stands in examples']);
    expect([whose(A), whose('test')]).toEqual(['watch', undefined]);
  });

  it('follow the file of a credential variable, and take nothing that is weak, malformed or of somebody else', async () => {
    const path = join(folder, 'operator');
    writeFileSync(path, `${A}\n`);
    const { identity } = readSmallFile(path, 1_000);
    const one = (name: string, from: string) => ({ name, rights: [], scope: {}, digests: [digestOfCredential(from)] });
    const principals = [{ ...one('operator', A), file: { path, identity } }, one('gateway', C)];
    const options = { principals, principalsFile: undefined, refuseWeakCredentials: true };
    sources = new PrincipalSources(directory, options, observer);
    for (const [text, reason] of [
      ['changeme', 'holds a credential that can be guessed'],
      ['', 'must hold credentials of visible ASCII characters, separated by commas or on lines of their own'],
      [`${B}\n${C}`, 'holds a credential that is that of gateway; each principal needs its own'],
    ] as const) {
      writeFileSync(path, text);
      await becomes(() => heard.at(-1), reason);
      expect([A, B, C].map(whose)).toEqual(['operator', undefined, 'gateway']);
    }
    writeFileSync(path, `${A}\n${B}\n`);
    await becomes(() => [A, B].map(whose), ['operator', 'operator']);
  });
});
