import { SoftRefusal } from '../../problems/soft-refusal.js';
import { type StreamGate } from '../../sse-token/stream-gate.js';
import { StreamFilter } from '../../streaming/stream-filter.js';
import { type StreamPlace } from '../../streaming/stream-place.js';
import { type Grant } from '../../token-store/token-store.interface.js';
import { type StreamQuery } from './stream-query.js';

/** One request on its way to a stream: what it asks for, and the place that is kept for it. */
export class StreamOpening implements StreamGate {
  constructor(
    readonly query: StreamQuery,
    readonly place: StreamPlace,
  ) {}

  doubtful(): readonly string[] {
    return this.place.doubtful();
  }

  ask(grant: Grant): void {
    const reason = this.place.refusal(grant.principal, this.filterOf(grant));
    if (reason) throw new SoftRefusal(reason);
  }

  enter(grant: Grant): void {
    this.place.take(grant.principal, this.filterOf(grant));
  }

  private filterOf({ modules, severities }: Grant): StreamFilter {
    return StreamFilter.narrowed({ modules, severities }, this.query.lists);
  }
}
