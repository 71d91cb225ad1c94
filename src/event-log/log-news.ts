import { type Redis } from 'ioredis';
import { type Position } from './position.js';
import { type RawEntry, toStreamId } from './redis-log-entry.js';
import { type TailCompanion } from './tail-companion.js';

/** Entries of one batch. */
const BATCH = 1_000;
/** Bytes of text after which a batch is given, though there may be more. */
const BATCH_BYTES = 1_048_576;
/**
 * XREAD counts entries and not bytes. How many are asked for follows from the largest of the last ones; after a time in
 * which nothing was heard, nothing is known of what has come.
 */
const AT_ONCE = { least: 8, most: BATCH };

/**
 * Waits for entries and reads them, with XREAD, which costs Redis a tenth of what a script does. Should entries suddenly be so
 * much larger that Redis cuts the reply off, the tail catches up in pages, which are bounded whatever they hold.
 */
export class LogNews {
  /** There may be more already. */
  more = false;
  private atOnce = AT_ONCE.least;

  /** The last one that was answered, whoever wrote it: none is asked for twice. */
  private id: string;

  constructor(
    private readonly client: Redis,
    private readonly stream: string,
    private readonly blockMs: number,
    after: Position,
    private readonly companion?: TailCompanion,
  ) {
    this.id = toStreamId(after);
  }

  /** The entries that follow: one batch of all that are there, or none after a while without any. */
  async next(): Promise<RawEntry[]> {
    const batch: RawEntry[] = [];
    for (let bytes = 0; ;) {
      const count = Math.min(this.atOnce, BATCH - batch.length);
      const askedAt = performance.now();
      const raw = await this.read(count, this.id, batch.length === 0);
      for (const entry of raw) batch.push(entry);
      this.id = raw.at(-1)?.[0] ?? this.id;
      const sizes = raw.map(([, fields]) => fields.reduce((length, text) => length + text.length, 0));
      bytes += sizes.reduce((sum, size) => sum + size, 0);
      this.adapt(sizes, performance.now() - askedAt);
      this.more = raw.length === count;
      if (!this.more || batch.length === BATCH || bytes >= BATCH_BYTES) return batch;
    }
  }

  private async read(count: number, id: string, wait: boolean): Promise<RawEntry[]> {
    const { companion } = this;
    const streams = companion ? [this.stream, companion.key, id, companion.position] : [this.stream, id];
    const reply = wait
      ? await this.client.xread('COUNT', count, 'BLOCK', this.blockMs, 'STREAMS', ...streams)
      : await this.client.xread('COUNT', count, 'STREAMS', ...streams);
    const entriesOf = (stream: string) => reply?.find(([key]) => key === stream)?.[1] ?? [];
    if (companion) await companion.take(entriesOf(companion.key));
    return entriesOf(this.stream);
  }

  /** At most four times as many as before, and no more than are a batch if they are like the last ones. */
  private adapt(sizes: readonly number[], tookMs: number): void {
    const largest = Math.max(1, ...sizes);
    const fitting = Math.min(Math.ceil(BATCH_BYTES / largest), AT_ONCE.most);
    const next = tookMs > 2 * this.blockMs ? AT_ONCE.least : Math.min(fitting, 4 * this.atOnce);
    if (sizes.length > 0) this.atOnce = Math.max(AT_ONCE.least, next);
  }
}
