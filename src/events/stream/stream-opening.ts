import { SoftRefusal } from '../../problems/soft-refusal.js';
import { type StreamGate } from '../../sse-token/stream-gate.js';
import { StoreUnavailableError } from '../../store/store-errors.js';
import { type StreamReservation } from '../../stream-directory/stream-quota.interface.js';
import { StreamFilter } from '../../streaming/stream-filter.js';
import { type StreamPlace } from '../../streaming/stream-place.js';
import { type Seat } from '../../token-store/resume.js';
import { newStreamId } from '../../streaming/stream-id.js';
import { type Grant, LIMITED } from '../../token-store/token-store.interface.js';
import { type PrincipalQuota } from '../events.options.js';
import { type StreamQuery } from './stream-query.js';

/** The state of one request for a stream: its query, and the places that are reserved for it. */
export class StreamOpening implements StreamGate {
  /** Undefined until the caller is known. */
  grant: Grant | undefined;
  /** Undefined for a stream that cannot be resumed. */
  seat: Seat | undefined;
  readonly streamId: string | undefined;
  private reservation: StreamReservation | undefined;
  private over = false;

  constructor(
    readonly query: StreamQuery,
    readonly place: StreamPlace,
    private readonly quota?: PrincipalQuota,
    readonly cookie?: string | undefined,
  ) {
    this.streamId = cookie === undefined ? undefined : newStreamId();
  }

  get placeName(): string | undefined {
    return this.reservation?.name;
  }

  nearLimit(): readonly string[] {
    const names = this.place.nearLimit();
    return this.quota?.any() ? [...names, LIMITED] : names;
  }

  async ask(grant: Grant, predecessor?: string): Promise<void> {
    const reason = this.place.refusal(grant.principal, this.filterOf(grant));
    if (reason) throw new SoftRefusal(reason, grant.principal);
    const max = this.quota?.of(grant.principal);
    if (max !== undefined) await this.reserve(grant.principal, max, predecessor);
  }

  enter(grant: Grant, seat?: Seat): void {
    this.grant = grant;
    this.seat = seat;
    this.place.take(grant.principal, this.filterOf(grant));
  }

  /** Gives the places back; for when the response is closed. */
  release(): void {
    this.over = true;
    this.place.release();
    this.reservation?.release();
  }

  private async reserve(principal: string, max: number, predecessor?: string): Promise<void> {
    try {
      this.reservation ??= await this.quota?.places.reserve(principal, max, predecessor);
    } catch (error) {
      if (error instanceof StoreUnavailableError) throw new SoftRefusal('store_unavailable');
      throw error;
    }
    // Its client may have gone while the store was asked.
    if (this.over) this.reservation?.release();
    if (!this.reservation) throw new SoftRefusal('principal_streams', principal);
  }

  private filterOf({ modules, severities }: Grant): StreamFilter {
    return StreamFilter.narrowed({ modules, severities }, this.query.lists);
  }
}
