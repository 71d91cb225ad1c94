/** An event that is shown this long after it was published is late: the stream was away. */
const LATE_MS = 2_000;
/** Under load there are several events a second. If a stream has shown none for this long, publishing stands still, too. */
const STOPPED_MS = 5_000;

/** What one stream does not show, and for how long. All times but one are of `performance.now()`, in milliseconds. */
export class Silence {
  /** The longest time without event and heartbeat, reconnects included. */
  longestMs = 0;
  /** When the stream was last behind, or showed an event after it had stopped; undefined if it never was. */
  liveAgainAt: number | undefined;
  private heardAt = performance.now();
  private eventAt = performance.now();

  /** Forgets what was before; what goes on goes on. */
  reset(): void {
    this.longestMs = 0;
    this.liveAgainAt = undefined;
  }

  /** The stream shows something; of an event, `publishedAt` is when that was published, by the clock of this host. */
  broken(publishedAt: number | undefined): void {
    const now = performance.now();
    this.longestMs = Math.max(this.longestMs, now - this.heardAt);
    this.heardAt = now;
    if (publishedAt === undefined) return;
    if (Date.now() - publishedAt > LATE_MS || now - this.eventAt > STOPPED_MS) this.liveAgainAt = now;
    this.eventAt = now;
  }
}
