// A token is a secret: a token that repeats, or that can be guessed in part, lets somebody open the stream of another principal.
import { digestOf, isToken, mintToken, tokenId } from './sse-token.js';

describe('tokens', () => {
  // Many times as many as are drawn at once.
  const tokens = Array.from({ length: 20_000 }, mintToken);
  const bits = tokens.map((token) => Buffer.from(token, 'base64url'));

  it('have 256 bits, as 43 characters that are safe in a URL', () => {
    expect(tokens.filter((token) => !isToken(token) || encodeURIComponent(token) !== token)).toEqual([]);
    expect(bits.filter(({ length }) => length !== 32)).toEqual([]);
  });

  it('never repeat, and neither does any half of one', () => {
    const halves = bits.flatMap((all) => [all.subarray(0, 16).toString('hex'), all.subarray(16).toString('hex')]);
    expect(new Set(halves).size).toBe(2 * tokens.length);
  });

  it('have every bit set about as often as not, wherever they come in what is drawn at once', () => {
    for (const place of Array.from({ length: 64 }, (_, index) => index)) {
      const here = bits.filter((_, index) => index % 64 === place);
      for (let bit = 0; bit < 256; bit++) {
        const ones = here.filter((all) => (all[bit >> 3]! >> (bit & 7)) & 1).length;
        // 312 throws of a coin are nine standard deviations away once in 10^18 tries.
        expect(Math.abs(ones - here.length / 2)).toBeLessThan(9 * Math.sqrt(here.length / 4));
      }
    }
  });

  it('are known by a digest, and to people by its beginning', () => {
    const digest = digestOf('A'.repeat(43));
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
    expect(tokenId(digest)).toBe(digest.slice(0, 12));
    expect(digestOf('B'.repeat(43))).not.toBe(digest);
  });

  it.each(['', 'A'.repeat(42), 'A'.repeat(44), `${'A'.repeat(42)}=`, `${'A'.repeat(43)}\n`, `${'A'.repeat(42)}é`])(
    'are not %j',
    (text) => expect(isToken(text)).toBe(false),
  );
});
