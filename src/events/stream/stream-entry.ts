import { type SoftRefusal, type SoftRefusalReason } from '../../problems/soft-refusal.js';
import { type FilterLists, StreamFilter } from '../../streaming/stream-filter.js';
import { type StreamPlace } from '../../streaming/stream-place.js';
import { type StreamGate } from '../../token-guard/stream-gate.js';
import { type Grant } from '../../token-store/token-store.interface.js';

/** The way of one request into its place. */
export class StreamEntry implements StreamGate {
  constructor(
    readonly place: StreamPlace,
    private readonly wanted: FilterLists,
    readonly refusal: (reason: SoftRefusalReason) => SoftRefusal,
  ) {}

  doubtful(): readonly string[] {
    return this.place.doubtful();
  }

  ask(grant: Grant): void {
    const reason = this.place.refusal(grant.principal, this.filterOf(grant));
    if (reason) throw this.refusal(reason);
  }

  enter(grant: Grant): void {
    this.place.take(grant.principal, this.filterOf(grant));
  }

  private filterOf({ modules, severities }: Grant): StreamFilter {
    return StreamFilter.narrowed({ modules, severities }, this.wanted);
  }
}
