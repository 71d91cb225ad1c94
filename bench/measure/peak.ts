const EVERY_MS = 200;

/** The highest value of something, looked at five times a second. */
export class Peak {
  private highest: number;
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly look: () => number) {
    this.highest = look();
    this.timer = setInterval(() => this.update(), EVERY_MS);
  }

  /** Ends the watch; returns the highest value seen. */
  stop(): number {
    clearInterval(this.timer);
    this.update();
    return this.highest;
  }

  private update(): void {
    this.highest = Math.max(this.highest, this.look());
  }
}
