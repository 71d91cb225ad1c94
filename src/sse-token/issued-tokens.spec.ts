// While an address is limited for guessing, only tokens that this instance issued pass: a token that is forgotten too early is refused.
import { IssuedTokens } from './issued-tokens.js';
import { digestOf, mintToken } from './sse-token.js';

describe('tokens that were issued here', () => {
  let now = 0;
  let issued: IssuedTokens;
  const digests = Array.from({ length: 2_000 }, () => digestOf(mintToken()));
  beforeEach(() => (issued = new IssuedTokens(60, () => now)));

  it('are told from guesses for as long as they can be redeemed, and not for ever', () => {
    for (const digest of digests) {
      issued.add(digest);
      now += 20;
    }
    now += 20_000;
    for (const digest of digests) expect(issued.has(digest)).toBe(true);
    expect(digests.filter(() => issued.has(digestOf(mintToken())))).toEqual([]);
    now += 120_000;
    expect(digests.filter((digest) => issued.has(digest))).toEqual([]);
  });

  it('are known for a whole life after they were issued, and forgotten by the end of the next', () => {
    const [first, second, third] = [digests[0]!, digests[1]!, digests[2]!];
    issued.add(first);
    now += 59_999;
    issued.add(second);
    now += 1;
    issued.add(third);
    now += 59_999;
    expect([first, second, third].map((one) => issued.has(one))).toEqual([true, true, true]);
    now += 1;
    expect([first, second, third].map((one) => issued.has(one))).toEqual([false, false, true]);
    now += 60_000;
    expect(issued.has(third)).toBe(false);
  });

  it('are forgotten two lives after the filter began, however late in the first they were issued', () => {
    issued = new IssuedTokens(60, () => now);
    now += 30_000;
    issued.add(digests[0]!);
    now += 90_000;
    expect(issued.has(digests[0]!)).toBe(false);
  });

  it('are told from what begins like them', () => {
    const digest = digests[0]!;
    issued.add(digest);
    for (const same of [6, 12, 18]) {
      const other = (Number.parseInt(digest[same]!, 16) ^ 1).toString(16);
      expect(issued.has(`${digest.slice(0, same)}${other}${digest.slice(same + 1)}`)).toBe(false);
    }
  });

  it('are kept by a clock that only goes forward, where no other is given', () => {
    issued = new IssuedTokens(60);
    issued.add(digests[0]!);
    expect([0, 1, 0].map((one) => issued.has(digests[one]!))).toEqual([true, false, true]);
  });

  it('are all forgotten at once after two lives without a request', () => {
    issued.add(digests[0]!);
    now += 119_999;
    issued.add(digests[1]!);
    expect(issued.has(digests[0]!)).toBe(true);
    now += 120_000;
    issued.add(digests[2]!);
    expect([0, 1, 2].map((one) => issued.has(digests[one]!))).toEqual([false, false, true]);
  });
});
