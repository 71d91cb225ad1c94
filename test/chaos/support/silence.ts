/** An event that is shown this long after it was published is late: the stream was away. */
const LATE_MS = 2_000;
/** Under load there are several events a second. If a stream has shown none for this long, publishing stands still, too. */
const STOPPED_MS = 5_000;
/** When all streams have been live for this long, what stops later has another cause. */
const QUIET_MS = 10_000;

/** A time without events, in `performance.now()`. */
export interface Stop {
  readonly from: number;
  to: number;
}

/** What one stream does not show, and for how long. */
export class Silence {
  /** The longest time without event and heartbeat, reconnects included, in milliseconds. */
  longestMs = 0;
  readonly stops: Stop[] = [];
  private heardAt = performance.now();
  private eventAt = performance.now();

  /** Forgets what was before; what goes on goes on. */
  reset(): void {
    this.longestMs = 0;
    this.stops.length = 0;
  }

  /** The stream shows something; of an event, `publishedAt` is when that was published, by the clock of this host. */
  broken(publishedAt: number | undefined): void {
    const now = performance.now();
    this.longestMs = Math.max(this.longestMs, now - this.heardAt);
    this.heardAt = now;
    if (publishedAt === undefined) return;
    if (Date.now() - publishedAt > LATE_MS || now - this.eventAt > STOPPED_MS) this.stopped(this.eventAt, now);
    this.eventAt = now;
  }

  private stopped(from: number, to: number): void {
    const last = this.stops.at(-1);
    if (last?.to === from) last.to = to;
    else this.stops.push({ from, to });
  }
}

/** From `since` until all streams were live again and stayed so for a while, in milliseconds; 0 if none stopped. */
export function untilLiveMs(streams: readonly Silence[], since: number): number {
  const stops = streams.flatMap((stream) => stream.stops).filter(({ to }) => to > since);
  let live = since;
  for (const { from, to } of stops.sort((a, b) => a.from - b.from)) {
    if (from > live + QUIET_MS) break;
    live = Math.max(live, to);
  }
  return live - since;
}
