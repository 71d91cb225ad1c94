/** Bits of one generation: 100,000 tokens leave one guess in 200,000 taken for issued. */
const BITS = 8_388_608;
/** Bits that stand for one token, each found by 6 hex digits of its digest. */
const HASHES = 4;

/**
 * Tells tokens that were issued here lately from guesses, without the store and in 2 MiB (two Bloom filters, one for each life of a
 * token). A few guesses pass for issued; a token that was issued never passes for a guess while it can be redeemed.
 */
export class IssuedTokens {
  private current = new Uint8Array(BITS / 8);
  private previous = new Uint8Array(BITS / 8);
  private turnsAt: number;

  constructor(
    private readonly ttlSeconds: number,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.turnsAt = now() + ttlSeconds * 1_000;
  }

  add(digest: string): void {
    this.turn();
    for (const bit of bitsOf(digest)) this.current[bit >> 3]! |= 1 << (bit & 7);
  }

  has(digest: string): boolean {
    this.turn();
    const bits = bitsOf(digest);
    return [this.current, this.previous].some((seen) =>
      bits.every((bit) => (seen[bit >> 3]! & (1 << (bit & 7))) !== 0),
    );
  }

  private turn(): void {
    const now = this.now();
    const late = now - this.turnsAt;
    if (late < 0) return;
    const lifeMs = this.ttlSeconds * 1_000;
    [this.current, this.previous] = [this.previous.fill(0), this.current];
    if (late >= lifeMs) this.previous.fill(0);
    this.turnsAt = now + lifeMs;
  }
}

function bitsOf(digest: string): number[] {
  return Array.from({ length: HASHES }, (_, at) => Number.parseInt(digest.slice(at * 6, at * 6 + 6), 16) % BITS);
}
