/** How long a supersession is kept, for a stream that was granted before it and is opened after it, ms: so long, or a bit longer. */
const KEPT_MS = 60_000;
/** Less long where so many newer ones came. */
const KEPT = 10_000;

interface OpenSeat {
  readonly number: number;
  readonly end: () => void;
}

/**
 * The open streams of this instance that a cookie can resume, each with its seat: the digest of its resume entry, and the number
 * of its opening. A stream ends when an opening with a higher number is heard of, at whichever instance that is.
 */
export class Supersessions {
  private readonly open = new Map<string, OpenSeat>();
  /**
   * The last number of entries that were superseded, and of those of the period before. Every instance hears of every stream that
   * comes back, so to forget must cost nothing: to delete the oldest from one map would cost more than all the rest.
   */
  private recent = new Map<string, number>();
  private earlier = new Map<string, number>();
  private recentSince: number;

  constructor(private readonly now: () => number = () => performance.now()) {
    this.recentSince = now();
  }

  /** The digests of the entries that have open streams here. */
  get entries(): string[] {
    return [...this.open.keys()];
  }

  /** Calls `end` when the seat is superseded: at once, if it was already. The stream that had the seat of `entry` here ends. */
  hold(entry: string, number: number, end: () => void): void {
    if (this.newest(entry) > number) return end();
    const before = this.open.get(entry);
    if (before && before.number > number) return end();
    this.open.set(entry, { number, end });
    before?.end();
  }

  /** To be called when the stream that holds this seat is closed. */
  release(entry: string, number: number): void {
    if (this.open.get(entry)?.number === number) this.open.delete(entry);
  }

  /** Ends the stream of `entry` whose number is lower. */
  supersede(entry: string, number: number): void {
    const now = this.now();
    if (this.recent.size >= KEPT || now - this.recentSince >= KEPT_MS) {
      this.earlier = this.recent;
      this.recent = new Map();
      this.recentSince = now;
    }
    this.recent.set(entry, Math.max(number, this.newest(entry)));
    const held = this.open.get(entry);
    if (!held || held.number >= number) return;
    this.open.delete(entry);
    held.end();
  }

  private newest(entry: string): number {
    return Math.max(this.recent.get(entry) ?? 0, this.earlier.get(entry) ?? 0);
  }
}
