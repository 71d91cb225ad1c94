import { type RenderedBatch } from './rendered-batch.js';
import { type SseConnection } from './sse-connection.js';
import { type StreamFilter } from './stream-filter.js';

/** The live streams with the same filter. A batch is rendered once for all of them. */
export class StreamGroup {
  readonly members = new Set<SseConnection>();

  constructor(readonly filter: StreamFilter) {}

  /** Writes the events that pass to every member at time `now` (monotonic ms). Returns how many events were delivered. */
  send(batch: RenderedBatch, now: number): number {
    const rendering = batch.render(this.filter);
    if (!rendering) return 0;
    for (const member of this.members) member.write(rendering.bytes, now);
    return rendering.events * this.members.size;
  }
}
