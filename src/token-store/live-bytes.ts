/** Sums the bytes of live tokens by the second in which they expire. Expired ones are subtracted once a second. */
export class LiveBytes {
  private readonly bySecond = new Map<number, number>();
  private sum = 0;
  private countedAt = 0;

  /** Bytes that are live at `now`, monotonic seconds. */
  at(now: number): number {
    const second = Math.floor(now);
    if (this.countedAt < second) this.dropUntil(second);
    return this.sum;
  }

  /** Adds `bytes`, which count until the end of the second `expires`. Negative bytes are subtracted. */
  add(bytes: number, expires: number): void {
    const second = Math.floor(expires);
    if (second < this.countedAt) return;
    this.bySecond.set(second, (this.bySecond.get(second) ?? 0) + bytes);
    this.sum += bytes;
  }

  /** Seconds from `now` until the first token expires, 1 at least. */
  secondsLeft(now: number): number {
    return Math.max(1, Math.min(...this.bySecond.keys()) + 1 - Math.floor(now));
  }

  private dropUntil(second: number): void {
    this.countedAt = second;
    for (const [one, bytes] of this.bySecond) {
      if (one >= second) continue;
      this.bySecond.delete(one);
      this.sum -= bytes;
    }
  }
}
