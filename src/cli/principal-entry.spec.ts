// The entry is appended to the file that names all principals, so the service must read it with exactly the rights asked for.
import { parsePrincipals } from '../principal/file/parse-principals.js';
import { principalEntry } from './principal-entry.js';

const DIGEST = `sha256:${'5c'.repeat(32)}`;

describe('an entry for a principals file', () => {
  it('is read by the service with the fields asked for', () => {
    const entry = principalEntry('night-watch', DIGEST, {
      rights: 'read, publish',
      readModules: 'switch,hermes',
      readSeverities: 'critical',
      publishModules: 'hermes',
      streamsMax: '50',
    });
    const parsed = parsePrincipals(`principals:\n${entry}\n`, { name: () => false, digest: () => undefined });
    expect(parsed).toEqual({
      principals: [
        {
          name: 'night-watch',
          rights: ['read', 'publish'],
          scope: {
            read: { modules: ['switch', 'hermes'], severities: ['critical'] },
            publish: { modules: ['hermes'] },
          },
          streamsMax: 50,
          digests: ['5c'.repeat(32)],
        },
      ],
    });
  });

  it.each([
    ['a b', { rights: 'read' }, /name wants/],
    ['a', { rights: 'root' }, /rights wants one of/],
    ['a', { rights: 'read', publishModules: 'b' }, /rights has no publish/],
    ['a', { rights: 'read', streamsMax: 'many' }, /streams_max wants/],
    ['a\n  - name: b', { rights: 'read' }, /credentials is missing/],
  ])('%j with %j is refused', (name, options, why) => {
    expect(() => principalEntry(name, DIGEST, options)).toThrow(why);
  });
});
