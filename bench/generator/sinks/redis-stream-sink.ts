import { Redis } from 'ioredis';
import { type EventTemplate } from '../event-template.js';
import { type Batch, type Sink } from './sink.js';

const KEPT_ENTRIES = 10_000;

/** Publishes a batch to a Redis stream, with one pipeline of `XADD` commands. */
export class RedisStreamSink implements Sink {
  private readonly redis: Redis;

  constructor(
    url: string,
    private readonly key: string,
    private readonly templates: EventTemplate[],
  ) {
    this.redis = new Redis(url);
    this.redis.on('error', () => undefined);
  }

  async publish({ first, count, dueAt }: Batch): Promise<void> {
    const pipeline = this.redis.pipeline();
    for (let sequence = first; sequence < first + count; sequence++) {
      const template = this.templates[sequence % this.templates.length] as EventTemplate;
      pipeline.xadd(this.key, 'MAXLEN', '~', KEPT_ENTRIES, '*', 'event', template.text(sequence, dueAt(sequence)));
    }
    for (const [error] of (await pipeline.exec()) ?? []) if (error) throw error;
  }

  close(): void {
    this.redis.disconnect();
  }
}
