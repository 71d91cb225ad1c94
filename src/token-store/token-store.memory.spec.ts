// What the contract says of all stores is tried in test/contract; here is what depends on the clock of this one.
import { TokenStoreFullError } from './token-store.errors.js';
import { type TokenDigest } from './token-store.interface.js';
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
    expect(await store.redeem(digest(1))).toEqual({ refused: 'used' });
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
    expect(await store.redeem(digest(8))).toEqual({ refused: 'used' });
  });
});
