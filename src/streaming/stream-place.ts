import { type PlaceRefusal, type StreamPlaces } from './stream-places.js';
import { type StreamFilter } from './stream-filter.js';

/** The place of one stream: reserved before its caller is known, kept until the stream is over. */
export class StreamPlace {
  /** What the stream shows, and whose it is, once the place is taken. */
  filter: StreamFilter | undefined;
  principal: string | undefined;
  private doubted: readonly string[] | undefined;
  private released = false;

  constructor(
    private readonly places: StreamPlaces,
    private readonly address: string,
  ) {}

  /** Principals whose tokens are to be looked at before they are spent. Asked once, when one is about to be redeemed. */
  doubtful(): readonly string[] {
    return this.released ? [] : (this.doubted ??= this.places.doubtful());
  }

  /** Why `principal` may not have it for a stream with this filter; undefined if it may. */
  refusal(principal: string, filter: StreamFilter): PlaceRefusal | undefined {
    return this.places.refusal(principal, filter);
  }

  /** Gives it to `principal`. Nothing happens the second time, or once it was released. */
  take(principal: string, filter: StreamFilter): void {
    if (this.released || this.filter) return;
    this.settle();
    this.principal = principal;
    this.filter = this.places.name(this.address, principal, filter);
  }

  /** Gives it up; the second time nothing happens. */
  release(): void {
    if (this.released) return;
    this.released = true;
    this.places.departed(this.address);
    this.settle();
    if (this.principal !== undefined && this.filter) this.places.leave(this.principal, this.filter);
    else this.places.forget(this.address);
  }

  private settle(): void {
    if (this.doubted) this.places.settle(this.doubted);
    this.doubted = undefined;
  }
}
