const EVERY_MS = 200;

/** Measures a value again and again, five times a second unless told otherwise, and keeps the highest. */
export class Peak {
  private highest: number;
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly look: () => number,
    everyMs = EVERY_MS,
  ) {
    this.highest = look();
    this.timer = setInterval(() => this.update(), everyMs);
  }

  /** Stops measuring and returns the highest value. */
  stop(): number {
    clearInterval(this.timer);
    this.update();
    return this.highest;
  }

  private update(): void {
    this.highest = Math.max(this.highest, this.look());
  }
}
