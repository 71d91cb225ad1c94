import { IssuedTokens } from './issued-tokens.js';
import { digestOf, mintToken } from './sse-token.js';

describe('tokens that were issued here', () => {
  let now = 0;
  const digests = Array.from({ length: 2_000 }, () => digestOf(mintToken()));

  it('are told from guesses for as long as they can be redeemed, and not for ever', () => {
    const issued = new IssuedTokens(60, () => now);
    for (const digest of digests) {
      issued.add(digest);
      now += 20;
    }
    now += 20_000;
    for (const digest of digests) expect(issued.has(digest)).toBe(true);
    const guesses = digests.filter(() => issued.has(digestOf(mintToken())));
    expect(guesses.length).toBeLessThan(10);
    now += 120_000;
    expect(digests.filter((digest) => issued.has(digest))).toEqual([]);
  });
});
