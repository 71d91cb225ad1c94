/** An event that arrives this long after it was published is late, ms: the stream was interrupted. */
const LATE_MS = 2_000;
/** Under load there are several events a second. If a stream has none for this long, ms, publishing has stopped too. */
const STOPPED_MS = 5_000;
/** After all streams have been live for this long, ms, a later stop has another cause. */
const QUIET_MS = 10_000;

/** A time without events, in `performance.now()`. */
export interface Stop {
  readonly from: number;
  to: number;
}

/** Measures for how long one stream shows no events. */
export class Silence {
  /** The longest time without event and heartbeat, reconnects included, in milliseconds. */
  longestMs = 0;
  readonly stops: Stop[] = [];
  private heardAt = performance.now();
  private eventAt = performance.now();

  /** Drops all measurements, but keeps a stop that is not over. */
  reset(): void {
    this.longestMs = 0;
    this.stops.length = 0;
  }

  /** Records a frame; if it is an event, `publishedAt` is when it was published, by the clock of this host. */
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

/** Returns the time from `since` until all streams were live and stayed so, ms; 0 if none stopped. */
export function untilLiveMs(streams: readonly Silence[], since: number): number {
  const stops = streams.flatMap((stream) => stream.stops).filter(({ to }) => to > since);
  let live = since;
  for (const { from, to } of stops.sort((a, b) => a.from - b.from)) {
    if (from > live + QUIET_MS) break;
    live = Math.max(live, to);
  }
  return live - since;
}
