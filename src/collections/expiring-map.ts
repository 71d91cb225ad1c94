/** Below this size, expired entries are not searched for. */
const SWEEP_MIN = 64;

/**
 * A map whose entries expire, without a timer for each. A write removes expired entries from the oldest on, and all expired
 * entries when the map has twice as many as after the last sweep. Times are monotonic, so setting the wall clock does not matter.
 */
export class ExpiringMap<T> {
  private readonly entries = new Map<string, { readonly value: T; readonly expiresAt: number }>();
  private sweepAt = SWEEP_MIN;
  /**
   * When the entry expires that was the oldest when it was last looked for. A Map searches for its oldest among all that were
   * deleted before it, so it is not looked for earlier.
   */
  private oldestExpiresAt = 0;

  constructor(private readonly now: () => number = () => performance.now()) {}

  set(key: string, value: T, ttlSeconds: number): void {
    this.dropOldestExpired();
    if (this.entries.size >= this.sweepAt) this.dropExpired();
    this.entries.delete(key);
    this.entries.set(key, { value, expiresAt: this.now() + ttlSeconds * 1_000 });
  }

  get(key: string): T | undefined {
    const entry = this.entries.get(key);
    return entry && entry.expiresAt > this.now() ? entry.value : undefined;
  }

  /** Removes an entry. Returns its value if it had not expired. */
  take(key: string): T | undefined {
    const value = this.get(key);
    this.entries.delete(key);
    return value;
  }

  dropOldest(): void {
    const [oldest] = this.entries.keys();
    if (oldest !== undefined) this.entries.delete(oldest);
  }

  /** Number of entries. Expired ones count until `dropExpired`. */
  get size(): number {
    return this.entries.size;
  }

  /** The values, also of expired entries until `dropExpired`. */
  *values(): Iterable<T> {
    for (const { value } of this.entries.values()) yield value;
  }

  dropExpired(): void {
    const now = this.now();
    for (const [key, { expiresAt }] of this.entries) if (expiresAt <= now) this.entries.delete(key);
    this.sweepAt = Math.max(SWEEP_MIN, 2 * this.entries.size);
    this.oldestExpiresAt = 0;
  }

  private dropOldestExpired(): void {
    const now = this.now();
    if (now < this.oldestExpiresAt) return;
    for (const [key, { expiresAt }] of this.entries) {
      this.oldestExpiresAt = expiresAt;
      if (expiresAt > now) return;
      this.entries.delete(key);
    }
  }
}
