/** Fewer entries than this are not worth looking through. */
const FEW = 64;

/**
 * A map whose entries expire, without a timer for each: on every write the oldest are looked at, and all of them when
 * there are twice as many as the last look left. Times are monotonic milliseconds, so a clock that is set does not matter.
 */
export class ExpiringMap<T> {
  private readonly entries = new Map<string, { readonly value: T; readonly expiresAt: number }>();
  private lookAt = FEW;

  constructor(private readonly now: () => number = () => performance.now()) {}

  set(key: string, value: T, ttlSeconds: number): void {
    this.dropOldestExpired();
    if (this.entries.size >= this.lookAt) this.dropExpired();
    this.entries.delete(key);
    this.entries.set(key, { value, expiresAt: this.now() + ttlSeconds * 1_000 });
  }

  get(key: string): T | undefined {
    const entry = this.entries.get(key);
    return entry && entry.expiresAt > this.now() ? entry.value : undefined;
  }

  /** Removes the entry and returns its value if it had not expired. */
  take(key: string): T | undefined {
    const value = this.get(key);
    this.entries.delete(key);
    return value;
  }

  dropOldest(): void {
    const [oldest] = this.entries.keys();
    if (oldest !== undefined) this.entries.delete(oldest);
  }

  /** How many entries are held; expired ones may be among them until `dropExpired`. */
  get size(): number {
    return this.entries.size;
  }

  *values(): Iterable<T> {
    for (const { value } of this.entries.values()) yield value;
  }

  dropExpired(): void {
    const now = this.now();
    for (const [key, { expiresAt }] of this.entries) if (expiresAt <= now) this.entries.delete(key);
    this.lookAt = Math.max(FEW, 2 * this.entries.size);
  }

  private dropOldestExpired(): void {
    const now = this.now();
    for (const [key, { expiresAt }] of this.entries) {
      if (expiresAt > now) return;
      this.entries.delete(key);
    }
  }
}
