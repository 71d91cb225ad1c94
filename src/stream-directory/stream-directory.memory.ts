import { progressOf, statusOf } from './instance-status.js';
import { type OpenStream, type OpenStreams, type Progress } from './open-stream.js';
import {
  type ListedStream,
  type StreamDirectory,
  type StreamPage,
  type StreamQuery,
} from './stream-directory.interface.js';
import { recordOf } from './stream-record.js';

/** The stream directory of a single instance, for running without Redis. */
export class MemoryStreamDirectory implements StreamDirectory {
  private readonly lease: string;

  constructor(
    private readonly open: OpenStreams,
    private readonly progress: Progress,
    private readonly instanceId: string,
  ) {
    this.lease = `${instanceId}/00000000`;
  }

  list({ limit, principal, after }: StreamQuery): Promise<StreamPage> {
    const afterId = after?.lease === this.lease ? after.id : after && after.lease > this.lease ? undefined : '';
    const streams: ListedStream[] = [];
    let more = false;
    if (afterId !== undefined) {
      for (const stream of this.open.streams) {
        if (stream.id <= afterId || (principal !== undefined && stream.principal !== principal)) continue;
        more = streams.length === limit;
        if (more) break;
        streams.push(this.listed(stream));
      }
    }
    const next = more ? { lease: this.lease, id: streams.at(-1)!.id } : undefined;
    return Promise.resolve({ streams, next, unlisted: 0 });
  }

  find(id: string): Promise<ListedStream | undefined> {
    for (const stream of this.open.streams) if (stream.id === id) return Promise.resolve(this.listed(stream));
    return Promise.resolve(undefined);
  }

  count(principal: string): Promise<number> {
    let count = 0;
    for (const stream of this.open.streams) if (stream.principal === principal) count++;
    return Promise.resolve(count);
  }

  private listed(stream: OpenStream): ListedStream {
    const progress = progressOf(stream.id, statusOf([stream], this.progress));
    return { ...recordOf(stream), instance: this.instanceId, ...progress };
  }
}
