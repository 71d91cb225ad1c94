import { ExpiringMap } from '../collections/expiring-map.js';

/** How long a supersession is kept, for a stream that was granted before it and is opened after it, s. */
const KEPT_SECONDS = 60;
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
  private readonly recent: ExpiringMap<number>;

  constructor(now: () => number = () => performance.now()) {
    this.recent = new ExpiringMap(now);
  }

  /** The digests of the entries that have open streams here. */
  get entries(): string[] {
    return [...this.open.keys()];
  }

  /** Calls `end` when the seat is superseded: at once, if it was already. The stream that had the seat of `entry` here ends. */
  hold(entry: string, number: number, end: () => void): void {
    if ((this.recent.get(entry) ?? 0) > number) return end();
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
    if (this.recent.size >= KEPT) this.recent.dropOldest();
    this.recent.set(entry, Math.max(number, this.recent.get(entry) ?? 0), KEPT_SECONDS);
    const held = this.open.get(entry);
    if (!held || held.number >= number) return;
    this.open.delete(entry);
    held.end();
  }
}
