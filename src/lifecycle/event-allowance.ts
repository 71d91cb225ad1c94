/** How often something may be told: `burst` times at once, and once more for every `refillMs` that passed. */
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

  /** Uses one up, if there is one. */
  take(): boolean {
    const refills = Math.floor((this.now() - this.refilledAt) / this.refillMs);
    this.refilledAt += refills * this.refillMs;
    this.left = Math.min(this.burst, this.left + refills);
    if (this.left === 0) return false;
    this.left--;
    return true;
  }
}
