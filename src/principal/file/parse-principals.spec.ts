// People write this file by hand: the service must report all mistakes at once, each with its line, and must not take a mistake for a
// permission.
import { createHash } from 'node:crypto';
import { parsePrincipals, type Reserved } from './parse-principals.js';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const A = sha256('credential a');
const B = sha256('credential b');
const FREE: Reserved = { name: () => false, digest: () => undefined };

const faultsOf = (text: string, reserved = FREE) => {
  const parsed = parsePrincipals(text, reserved);
  return 'faults' in parsed ? parsed.faults.map(({ line, message }) => `${line}: ${message}`) : [];
};
const principalsOf = (text: string) => {
  const parsed = parsePrincipals(text, FREE);
  if ('faults' in parsed) throw new Error(JSON.stringify(parsed.faults));
  return parsed.principals;
};
/** One principal with these lines in place of what it would have; those of the entry begin at 2. */
const entry = (lines: Record<string, string | undefined>) => {
  const all: Record<string, string | undefined> = {
    name: 'watch',
    credentials: `['sha256:${A}']`,
    rights: '[read, publish]',
    ...lines,
  };
  const given = Object.entries(all).filter(([, value]) => value !== undefined);
  return `principals:\n  - ${given.map(([key, value]) => `${key}: ${value}`).join('\n    ')}\n`;
};

describe('a principals file', () => {
  it('says who there is, what they may do and what of', () => {
    const text = `# night shift
principals:
  - name: night-watch
    credentials: ['sha256:${A}', "sha256:${B}"]
    rights: [read, publish]
    read:    { modules: [switch, hermes], severities: [critical, error] }
    publish:
      modules:
        - hermes
    streams_max: 50
  - { name: all, credentials: [sha256:${sha256('c')}], rights: [read, publish, admin] }
`;
    expect(principalsOf(text)).toEqual([
      {
        name: 'night-watch',
        rights: ['read', 'publish'],
        scope: {
          read: { modules: ['switch', 'hermes'], severities: ['critical', 'error'] },
          publish: { modules: ['hermes'] },
        },
        streamsMax: 50,
        digests: [A, B],
      },
      { name: 'all', rights: ['read', 'publish', 'admin'], scope: {}, digests: [sha256('c')] },
    ]);
  });

  it('may be JSON, and may hold nobody if it says so', () => {
    const principal = { name: 'a', credentials: [`sha256:${A}`], rights: ['read'] };
    expect(principalsOf(JSON.stringify({ principals: [principal] }))).toHaveLength(1);
    expect(principalsOf('principals: []')).toEqual([]);
  });

  it('names all of its faults at once, each with its line', () => {
    const text = `principals:
  - name: two words
    credentials: [hunter2]
    rights: [read, root]
    read: { modules: ['', switch], severities: [] }
    streams_max: 0
    colour: red
  - name: other
    rights: [read]
    publish: { modules: [switch] }
`;
    expect(faultsOf(text)).toEqual([
      '2: name wants 1 to 64 of A-Z a-z 0-9 . _ -',
      '3: credentials wants sha256: and 64 hex digits, as npx vx11 hash-token prints it (value not shown)',
      '4: rights wants one of read, publish, admin',
      '5: modules wants 1 to 64 of A-Z a-z 0-9 . _ -',
      '5: severities wants a list of at least one: one of critical, error, warn, info',
      '6: streams_max wants a whole number from 1 to 1000000',
      '7: colour is not known; a principal takes name, credentials, rights, read, publish, streams_max',
      '8: credentials is missing',
      '10: publish is given, but rights has no publish',
    ]);
  });

  it.each([
    ['an empty file', '', /^1: principals wants a list/],
    ['a comment alone', '# nobody\n', /^1: principals wants a list/],
    ['a list', '- a\n', /^1: the file wants a map of principals/],
    ['no list of principals', 'principals:\n', /^\d: principals wants a list; \[\] if there are none/],
    ['another key', 'users: []\n', /^1: users is not known/],
    ['a second document', 'principals: []\n---\nprincipals: []\n', /second document/],
    ['an alias', `principals: [&a {name: a}, *a]\n`, /^1: has an alias/],
    ['a tag', 'principals: !!seq []\n', /^1: has a tag/],
    ['a merge', 'principals:\n  - <<: {name: a}\n', /^2: a key is not known/],
    ['a brace that is not closed', 'principals:\n  - {name: a\n', /^\d: is not YAML: /],
    ['nesting without end', `principals: ${'['.repeat(50)}${']'.repeat(50)}\n`, /^1: is not YAML: nesting/],
    ['a text for a principal', 'principals:\n  - watch\n', /^2: a principal wants a map/],
    ['a key twice', entry({ name: 'watch', 'rights ': '[read]' }), /^5: rights is there twice/],
    ['a colon in a name, as only a provider may have it', entry({ name: 'jwt:watch' }), /^2: name wants/],
    ['a reach that is empty', entry({ read: '{}' }), /^5: read wants modules, severities or both/],
    ['a reach that is nothing', entry({ read: '' }), /read wants a map of modules, severities/],
    ['a reach that is a list', entry({ read: '[switch]' }), /^5: read wants a map/],
    ['a misspelt list in a reach', entry({ read: '{ module: [switch] }' }), /^5: module is not known/],
    ['a text in place of a list', entry({ rights: 'read' }), /^4: rights wants a list/],
    [
      'too many modules',
      entry({ read: `{ modules: [${Array.from({ length: 101 }, (_, n) => `m${n}`).join()}] }` }),
      /at most 100/,
    ],
    ['a number in quotes', entry({ streams_max: "'5'" }), /^5: streams_max wants/],
    ['a fraction', entry({ streams_max: '1.5' }), /^5: streams_max wants/],
    ['no credential', entry({ credentials: '[]' }), /^3: credentials wants a list of at least one/],
    ['a name that is missing', entry({ name: undefined }), /^2: name is missing$/],
    ['a digit too many', entry({ credentials: `['sha256:${A}0']` }), /^3: credentials wants/],
    ['something before a digest', entry({ credentials: `['xsha256:${A}']` }), /^3: credentials wants/],
    ['more streams than there can be', entry({ streams_max: '1000001' }), /^5: streams_max wants/],
    ['too many principals', `principals:\n${'  - a\n'.repeat(50_001)}`, /^50002: principals takes at most 50000$/],
    ['capital hex digits', entry({ credentials: `['sha256:${A.toUpperCase()}']` }), /^3: credentials wants/],
  ])('is refused for %s', (_, text, message) => {
    const faults = faultsOf(text);
    expect(faults[0]).toMatch(message);
    expect(faults.length).toBeLessThanOrEqual(4);
  });

  it.each([1, 1_000_000])('may let a principal have %d streams', (streamsMax) => {
    expect(principalsOf(entry({ streams_max: String(streamsMax) }))).toMatchObject([{ streamsMax }]);
  });

  it('may name so many principals that their faults are still told one by one', () => {
    expect(faultsOf(`principals:\n${'  - a\n'.repeat(50_000)}`)[0]).toMatch(/^2: a principal wants a map/);
  });

  it('is refused where two have one name or one credential', () => {
    const text = `principals:
  - { name: a, credentials: ['sha256:${A}'], rights: [read] }
  - { name: a, credentials: ['sha256:${B}'], rights: [read] }
  - { name: b, credentials: ['sha256:${sha256('c')}', 'sha256:${A}'], rights: [read] }
`;
    expect(faultsOf(text)).toEqual([
      '3: name a is there twice',
      '4: the credential is that of a; each principal needs its own',
    ]);
  });

  it('is refused where it takes what is configured elsewhere', () => {
    const reserved: Reserved = {
      name: (name) => name === 'watch',
      digest: (one) => (one === A ? 'can be guessed' : undefined),
    };
    expect(faultsOf(entry({}), reserved)).toEqual([
      '2: name watch is that of a principal whose credentials are in a variable',
      '3: the credential can be guessed',
    ]);
  });

  it('shows no credential, and nothing that could be one, in what it says', () => {
    const secret = 'hunter2-hunter2-hunter2';
    const texts = [
      entry({ credentials: `[${secret}]` }),
      entry({ [secret]: 'x' }),
      entry({ [`${secret}-hunter`]: 'x' }),
      entry({ name: `'${secret} '` }),
      `principals: !${secret} []`,
      `${secret}`,
      `principals:\n  - "${secret}\n`,
      `principals: [*${secret}]`,
    ];
    for (const text of texts) {
      const faults = faultsOf(text);
      expect(faults.length).toBeGreaterThan(0);
      expect(faults.join('\n')).not.toContain(secret);
    }
  });

  it('names a hundred faults and how many more there are', () => {
    const faults = faultsOf(`principals:\n${'  - { name: a b }\n'.repeat(200)}`);
    expect(faults).toHaveLength(101);
    expect(faults.at(-1)).toMatch(/: and so on: 500 more faults$/);
  });
});
