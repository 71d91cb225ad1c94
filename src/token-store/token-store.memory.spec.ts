// test/contract tests what all stores have in common; this tests what depends on the memory store's clock.
import { Generations } from '../revocation/generations.js';
import { TokenShareSpentError, TokenStoreFullError, TokenStoreUnavailableError } from './token-store.errors.js';
import { LIMITED, type TokenDigest } from './token-store.interface.js';
import { MemoryTokenStore } from './token-store.memory.js';

const GRANT = { principal: 'operator', rights: ['read'] as const, issuedAt: 0 };
const digest = (n: number) => String(n).padStart(64, '0') as TokenDigest;

describe('the token store in memory', () => {
  let now = 0;
  let store: MemoryTokenStore;
  beforeEach(() => {
    now = 0;
    store = new MemoryTokenStore(3, { bytes: 1e6, bytesPerPrincipal: 1e6 }, undefined, () => now);
  });

  it('remembers for the life of a token that it was used, then knows nothing of it', async () => {
    await store.issue(digest(1), GRANT, 60);
    now = 59_000;
    await store.redeem(digest(1));
    now += 59_999;
    expect(await store.redeem(digest(1))).toEqual({ refused: 'used', principal: 'operator' });
    now += 1;
    expect(await store.redeem(digest(1))).toEqual({ refused: 'unknown' });
  });

  it('makes room by dropping what has expired, not what is live', async () => {
    for (const [n, ttl] of [
      [1, 300],
      [2, 1],
      [3, 300],
    ] as const)
      await store.issue(digest(n), GRANT, ttl);
    await expect(store.issue(digest(4), GRANT, 60)).rejects.toBeInstanceOf(TokenStoreFullError);
    now = 1_000;
    await store.issue(digest(4), GRANT, 60);
    await expect(store.issue(digest(5), GRANT, 60)).rejects.toBeInstanceOf(TokenStoreFullError);
    expect(await store.redeem(digest(1))).toEqual({ grant: GRANT });
    expect(await store.redeem(digest(2))).toEqual({ refused: 'unknown' });
  });

  it('bounds what it remembers of used tokens, too', async () => {
    for (let n = 1; n <= 10; n++) {
      await store.issue(digest(n), GRANT, 60);
      await store.redeem(digest(n));
    }
    expect(await store.redeem(digest(7))).toEqual({ refused: 'unknown' });
    expect(await store.redeem(digest(8))).toEqual({ refused: 'used', principal: 'operator' });
  });

  describe('bounded in bytes', () => {
    const of = (principal: string) => ({ ...GRANT, principal });
    // Each token takes 400 bytes, and what its lists hold.
    beforeEach(() => (store = new MemoryTokenStore(9, { bytes: 1_600, bytesPerPrincipal: 806 }, undefined, () => now)));

    it('counts a token and its lists, and says so', async () => {
      await store.issue(digest(1), { ...GRANT, modules: ['ab'], severities: ['info'] }, 60);
      expect(await store.stats()).toEqual({ live: 1, bytes: 406 });
      now = 60_000;
      expect(await store.stats()).toEqual({ live: 0, bytes: 0 });
    });

    it('takes what fits to the byte, for one principal and for all', async () => {
      await store.issue(digest(1), { ...of('a'), modules: ['ab'], severities: ['info'] }, 60);
      await store.issue(digest(2), of('a'), 60);
      now = 10_500;
      const share = await store.issue(digest(3), of('a'), 60).catch((error: TokenShareSpentError) => error);
      expect(share).toBeInstanceOf(TokenShareSpentError);
      expect(share).toMatchObject({ name: 'TokenShareSpentError', retryAfterSeconds: 51 });
      await store.issue(digest(4), of('b'), 60);
      await expect(store.issue(digest(5), of('c'), 60)).rejects.toBeInstanceOf(TokenStoreFullError);
      await store.redeem(digest(1));
      await store.issue(digest(5), of('c'), 60);
      await expect(store.issue(digest(6), of('d'), 60)).resolves.toBeUndefined();
    });

    it('gives a principal its share back when tokens are redeemed or expire, and not before', async () => {
      for (const n of [1, 2]) await store.issue(digest(n), GRANT, 60);
      now = 60_999;
      await expect(store.issue(digest(3), GRANT, 60)).rejects.toBeInstanceOf(TokenShareSpentError);
      now = 61_000;
      for (const n of [3, 4]) await store.issue(digest(n), GRANT, 60);
      await expect(store.issue(digest(5), GRANT, 60)).rejects.toBeInstanceOf(TokenShareSpentError);
      await store.redeem(digest(3));
      await store.issue(digest(5), GRANT, 60);
    });
  });

  it('goes by a clock that only goes forward, where no other is given', async () => {
    store = new MemoryTokenStore();
    await store.issue(digest(1), GRANT, 300);
    expect(await store.redeem(digest(1))).toEqual({ grant: GRANT });
    expect(await store.redeem(digest(1))).toEqual({ refused: 'used', principal: 'operator' });
  });

  it('defers tokens of the named principals and of those with a limit, and redeems the others', async () => {
    await store.issue(digest(1), GRANT, 60);
    await store.issue(digest(2), { ...GRANT, streamsMax: 3 }, 60);
    expect(await store.redeem(digest(1), ['operator'])).toEqual({ deferred: GRANT });
    expect(await store.redeem(digest(2), [LIMITED])).toEqual({ deferred: { ...GRANT, streamsMax: 3 } });
    expect(await store.redeem(digest(2), ['gateway'])).toMatchObject({ grant: { streamsMax: 3 } });
    expect(await store.redeem(digest(1), [LIMITED, 'gateway'])).toEqual({ grant: GRANT });
    expect(await store.redeem(digest(3), ['operator'])).toEqual({ refused: 'unknown' });
  });

  it('says that a token was revoked for as long as it would have lived', async () => {
    const generations = new Generations();
    store = new MemoryTokenStore(3, { bytes: 1e6, bytesPerPrincipal: 1e6 }, generations, () => now);
    for (const n of [1, 2]) await store.issue(digest(n), GRANT, 60);
    generations.next('principal:operator');
    expect(await store.redeem(digest(1), ['operator'])).toEqual({ refused: 'revoked', principal: 'operator' });
    expect(await store.redeem(digest(1))).toEqual({ refused: 'revoked', principal: 'operator' });
    await store.issue(digest(3), GRANT, 60);
    expect(await store.redeem(digest(3))).toEqual({ grant: { ...GRANT, generation: 1 } });
  });
});

describe('the errors of token stores', () => {
  const cause = new Error('why');
  it.each([
    [
      new TokenStoreUnavailableError('unknown', { cause }),
      'TokenStoreUnavailableError',
      'The token store did not answer.',
    ],
    [new TokenStoreFullError({ cause }), 'TokenStoreFullError', 'The token store is full.'],
  ])('are told apart, and keep their cause: %s', (error, name, message) => {
    expect([error.name, error.message, error.cause]).toEqual([name, message, cause]);
  });

  it('say when a share that is spent has room again', () => {
    const error = new TokenShareSpentError(3);
    expect([error.name, error.message, error.retryAfterSeconds]).toEqual([
      'TokenShareSpentError',
      'The tokens of a principal take as much as they may.',
      3,
    ]);
  });
});
