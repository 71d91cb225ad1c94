import { type PlaceRefusal, type StreamPlaces } from './stream-places.js';
import { type StreamFilter } from './stream-filter.js';

/**
 * The place of one stream among those that may be open at once, see `StreamPlaces`: pending while the caller's principal is not
 * known, then taken, then released.
 */
export class StreamPlace {
  /** The filter and the principal of the stream, once the place is taken. */
  filter: StreamFilter | undefined;
  principal: string | undefined;
  private checked: readonly string[] | undefined;
  private released = false;

  constructor(
    private readonly places: StreamPlaces,
    private readonly address: string,
  ) {}

  /** The principals for which `refusal` must be called before a token of theirs is spent. Called once, before redeeming. */
  nearLimit(): readonly string[] {
    return this.released ? [] : (this.checked ??= this.places.nearLimit());
  }

  /** Why `principal` may not take the place for a stream with this filter; undefined if it may. */
  refusal(principal: string, filter: StreamFilter): PlaceRefusal | undefined {
    return this.places.refusal(principal, filter);
  }

  /** Takes the place for `principal`. Does nothing if it is taken or released already. */
  take(principal: string, filter: StreamFilter): void {
    if (this.released || this.filter) return;
    this.redeemed();
    this.principal = principal;
    this.filter = this.places.take(this.address, principal, filter);
  }

  /** Releases the place. Does nothing if it is released already. */
  release(): void {
    if (this.released) return;
    this.released = true;
    this.places.releaseAddress(this.address);
    this.redeemed();
    if (this.principal !== undefined && this.filter) this.places.releaseTaken(this.principal, this.filter);
    else this.places.releasePending(this.address);
  }

  private redeemed(): void {
    if (this.checked) this.places.redeemed(this.checked);
    this.checked = undefined;
  }
}
