/** Limits how often something is published: `burst` times at once, and once more for each `refillMs`. */
export class EventAllowance {
  private left: number;
  private refilledAt: number;

  constructor(
    private readonly burst: number,
    private readonly refillMs: number,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.left = burst;
    this.refilledAt = now();
  }

  /** Takes one use. Returns false if none is left. */
  take(): boolean {
    const refills = Math.floor((this.now() - this.refilledAt) / this.refillMs);
    this.refilledAt += refills * this.refillMs;
    this.left = Math.min(this.burst, this.left + refills);
    if (this.left === 0) return false;
    this.left--;
    return true;
  }
}
