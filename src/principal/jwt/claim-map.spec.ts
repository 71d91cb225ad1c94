// Each provider has claims of its own: a claim that is misread gives rights that nobody granted.
import { claimOf, type ClaimMap, readMapping, rightsFrom, scopeFrom } from './claim-map.js';
import { JwtRefusedError } from './jwt-errors.js';

describe('the claims of a JWT', () => {
  it.each([
    ['name=email', ['name', 'email']],
    [' rights = realm_access.roles ', ['rights', 'realm_access.roles']],
    ['right.admin=vx11-admin', ['right.admin', 'vx11-admin']],
    ['publish.severities=x', ['publish.severities', 'x']],
    ['rights', undefined],
    ['rights=', undefined],
    ['=scope', undefined],
    ['', undefined],
    ['rights=a=b', undefined],
    ['right.root=a', undefined],
    ['read=a', undefined],
  ])('are mapped by %j to %j', (text, mapping) => expect(readMapping(text)).toEqual(mapping));

  it('are found by their own name first, then by what its points lead to, and never in what all objects have', () => {
    const claims = { 'a.b': 1, a: { b: 2, c: { d: 3 } }, text: 'x', nothing: null };
    const found = ['a.b', 'a.c.d', 'a.c.e', 'text.length', 'nothing.a', 'toString', 'a.toString', 'z'].map((name) =>
      claimOf(claims, name),
    );
    expect(found).toEqual([1, 3, ...Array(6).fill(undefined)]);
  });

  describe('stand for rights', () => {
    const map: ClaimMap = { rights: 'scope', 'right.read': 'vx11:read', 'right.admin': 'vx11:admin' };
    it.each<[unknown, string[]]>([
      ['openid vx11:read', ['read']],
      ['  vx11:admin   vx11:read ', ['read', 'admin']],
      [['vx11:admin', 'publish'], ['admin']],
      ['vx11:readers', []],
      ['', []],
      [[], []],
      [undefined, []],
      [null, []],
    ])('%j: %j', (scope, rights) => expect(rightsFrom({ scope }, map)).toEqual(rights));

    it('where they are mapped, and nowhere else', () => {
      expect(rightsFrom({ scope: 'read', rights: 'read' }, { 'right.read': 'read' })).toEqual([]);
      expect(rightsFrom({ scope: 'read publish' }, { rights: 'scope' })).toEqual([]);
    });

    it.each([7, { a: 1 }, [7], ['a', 7]])('and are refused where they are %j', (scope) => {
      expect(() => rightsFrom({ scope }, map)).toThrow(
        new JwtRefusedError('Its claim scope must be a list of words, or words with blanks between them.'),
      );
    });
  });

  describe('stand for a scope', () => {
    const map: ClaimMap = { 'read.modules': 'm', 'read.severities': 's', 'publish.modules': 'p' };
    it.each<[object, object]>([
      [{ m: ['a', 'b', 'a'], s: 'error', p: '*' }, { read: { modules: ['a', 'b'], severities: ['error'] } }],
      [{ m: '*', s: ['*'], p: 'a b' }, { publish: { modules: ['a', 'b'] } }],
      [{ m: 'a', s: '*', p: '*' }, { read: { modules: ['a'] } }],
      [{ m: '*', s: 'info warn', p: '*' }, { read: { severities: ['info', 'warn'] } }],
      [{ m: [], s: '', p: '*' }, { read: { modules: [], severities: [] } }],
    ])('%j: %j', (claims, scope) => expect(scopeFrom({ ...claims }, map)).toStrictEqual(scope));

    it('of severities for publishing, and none where nothing is mapped', () => {
      expect(scopeFrom({ s: 'error' }, { 'publish.severities': 's' })).toEqual({ publish: { severities: ['error'] } });
      expect(scopeFrom({ m: 'a' }, {})).toStrictEqual({});
    });

    it.each<[string, object, string]>([
      ['is missing', { s: '*', p: '*' }, 'Its claim m is missing.'],
      [
        'holds no name',
        { m: 'a/b', s: '*', p: '*' },
        'Its claim m must hold 1 to 64 of A-Z a-z 0-9 . _ -, or * for all.',
      ],
      [
        'holds * and a name',
        { m: '* a', s: '*', p: '*' },
        'Its claim m must hold 1 to 64 of A-Z a-z 0-9 . _ -, or * for all.',
      ],
      [
        'holds no severity',
        { m: '*', s: 'fatal', p: '*' },
        'Its claim s must hold one of critical, error, warn, info, or * for all.',
      ],
      ['holds too many', { m: names(101), s: '*', p: '*' }, 'Its claim m holds more than 100 words.'],
    ])('and are refused where one %s', (_, claims, message) => {
      expect(() => scopeFrom({ ...claims }, map)).toThrow(new JwtRefusedError(message));
    });

    it('of a hundred names, each of them counted once', () => {
      const claims = { m: [...names(100), ...names(100)], s: '*', p: '*' };
      expect(scopeFrom(claims, map).read?.modules).toEqual(names(100));
    });
  });
});

function names(count: number): string[] {
  return Array.from({ length: count }, (_, n) => `m${n}`);
}
