// The service ends streams and refuses tokens of principals that the directory reports as gone: it must report all of them, and no other.
import { digestOfCredential, fingerprintOf } from './fingerprint.js';
import { type LocalPrincipal } from './principal.js';
import { PrincipalDirectory } from './principal-directory.js';
import { type PrincipalsChange } from './principals-change.js';

function local(name: string, credentials: string[], more: Partial<LocalPrincipal> = {}): LocalPrincipal {
  return { name, rights: ['read'], scope: {}, digests: credentials.map(digestOfCredential), ...more };
}
const fingerprint = (credential: string) => fingerprintOf(digestOfCredential(credential));

describe('the directory of principals', () => {
  let directory: PrincipalDirectory;
  let changes: PrincipalsChange[];

  beforeEach(() => {
    directory = new PrincipalDirectory();
    changes = [];
    directory.replace('variables', [local('operator', ['a', 'b'])]);
    directory.replace('file', [local('watch', ['c'], { scope: { read: { modules: ['switch'] } }, streamsMax: 5 })]);
    directory.onChange((change) => changes.push(change));
  });

  const whose = (credential: string) => directory.byDigest(digestOfCredential(credential))?.name;

  it('finds principals of every source, with all that they have and the fingerprint of what they came with', () => {
    expect(['a', 'b', 'c', 'd'].map(whose)).toEqual(['operator', 'operator', 'watch', undefined]);
    expect(directory.byDigest(digestOfCredential('c'))).toEqual({
      name: 'watch',
      rights: ['read'],
      scope: { read: { modules: ['switch'] } },
      streamsMax: 5,
      fingerprint: fingerprint('c'),
    });
    expect(directory.byDigest(digestOfCredential('a'))).toStrictEqual({
      ...{ name: 'operator', rights: ['read'], scope: {} },
      fingerprint: fingerprint('a'),
    });
    expect(directory.size).toBe(2);
  });

  it('names all of them, each with its credentials, and says whether any has a limit', () => {
    expect([...directory.all()].map(({ name }) => name)).toEqual(['operator', 'watch']);
    expect(directory.named('watch')).toMatchObject({ name: 'watch', digests: [digestOfCredential('c')] });
    expect([directory.named('nobody'), directory.anyLimit]).toEqual([undefined, true]);
    directory.replace('file', []);
    expect([directory.anyLimit, new PrincipalDirectory().anyLimit]).toEqual([false, false]);
  });

  it('replaces one source and leaves the others as they are', () => {
    directory.replace('file', [local('night', ['d'])]);
    expect(['a', 'c', 'd'].map(whose)).toEqual(['operator', undefined, 'night']);
    expect(changes).toEqual([{ principals: ['watch'], credentials: [], altered: [] }]);
  });

  it('names the credentials that are gone, and tells them from those that are left', () => {
    directory.replace('variables', [local('operator', ['b', 'e'])]);
    const gone = { principal: 'operator', fingerprint: fingerprint('a') };
    expect(changes).toEqual([{ principals: [], credentials: [gone], altered: [] }]);
    expect(['a', 'b', 'e'].map((one) => directory.knows('operator', fingerprint(one)))).toEqual([false, true, true]);
    expect(directory.knows('nobody', fingerprint('a'))).toBe(false);
  });

  it.each([
    ['rights', { rights: [] }],
    ['a scope', {}],
    ['a limit', { streamsMax: 4 }],
  ])('names those who have other %s now', (_, more) => {
    const scope = 'rights' in more || 'streamsMax' in more ? { read: { modules: ['switch'] } } : {};
    directory.replace('file', [local('watch', ['c'], { streamsMax: 5, scope, ...more })]);
    expect(changes).toEqual([{ principals: [], credentials: [], altered: ['watch'] }]);
  });

  it('is silent where nothing is gone: the same again, or somebody new', () => {
    directory.replace('variables', [local('operator', ['b', 'a']), local('gateway', ['f'])]);
    expect(changes).toHaveLength(0);
    expect(whose('f')).toBe('gateway');
  });

  it('tells whoever listens once it has changed, and no longer than that', () => {
    let seen: string | undefined = 'nothing';
    const stop = directory.onChange(() => (seen = whose('c')));
    directory.replace('file', []);
    expect(seen).toBeUndefined();
    stop();
    seen = 'nothing';
    directory.replace('variables', []);
    expect([seen, changes.length]).toEqual(['nothing', 2]);
  });
});
