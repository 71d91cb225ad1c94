import { setTimeout as sleep } from 'node:timers/promises';
import { type Redis } from 'ioredis';
import { type Position } from './position.js';
import { type RawEntry, toStreamId } from './redis-log-entry.js';
import { readCompanion, type TailCompanion } from './tail-companion.js';

/** Entries of one batch at most. */
const BATCH = 1_000;
/** Bytes after which a batch is complete, even if the log has more. */
const BATCH_BYTES = 1_048_576;
/**
 * Entries that one XREAD asks for. XREAD counts entries and not bytes, so the number follows from the largest of the last
 * entries. After a wait without entries their size is unknown, so it starts at the least again.
 */
const COUNT = { least: 8, most: BATCH };
/**
 * How long to wait after a reply in which only the companion had entries, ms. Each stream that comes back at another instance adds
 * one: read one by one, each would cost a call of every instance.
 */
const GATHER_MS = 10;

/**
 * Waits for new entries of the log with blocking XREAD, which costs Redis a tenth of what a script does. If entries suddenly
 * become so large that Redis cuts the connection, the tail reads pages instead, which are bounded in bytes.
 */
export class BlockingReader {
  /** Whether the log may have more entries already. */
  more = false;
  private count = COUNT.least;
  private onlyCompanion = false;

  /** The id of the last entry that was read, also of one that another program wrote, so that it is not read twice. */
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

  /** Returns the next batch; an empty one if no entry arrived within `blockMs`. */
  async next(): Promise<RawEntry[]> {
    const batch: RawEntry[] = [];
    for (let bytes = 0; ;) {
      const count = Math.min(this.count, BATCH - batch.length);
      const askedAt = performance.now();
      const raw = await this.read(count, this.id, batch.length === 0);
      for (const entry of raw) batch.push(entry);
      this.id = raw.at(-1)?.[0] ?? this.id;
      const sizes = raw.map(([, fields]) => fields.reduce((length, text) => length + text.length, 0));
      bytes += sizes.reduce((sum, size) => sum + size, 0);
      this.adaptCount(sizes, performance.now() - askedAt);
      this.more = raw.length === count;
      if (!this.more || batch.length === BATCH || bytes >= BATCH_BYTES) return batch;
    }
  }

  private async read(count: number, id: string, wait: boolean): Promise<RawEntry[]> {
    const { companion } = this;
    if (wait && this.onlyCompanion) await sleep(GATHER_MS);
    const streams = companion ? [this.stream, companion.key, id, companion.position] : [this.stream, id];
    const reply = wait
      ? await this.client.xread('COUNT', count, 'BLOCK', this.blockMs, 'STREAMS', ...streams)
      : await this.client.xread('COUNT', count, 'STREAMS', ...streams);
    const entriesOf = (stream: string) => reply?.find(([key]) => key === stream)?.[1] ?? [];
    const told = companion ? entriesOf(companion.key) : [];
    const entries = entriesOf(this.stream);
    this.onlyCompanion = told.length > 0 && entries.length === 0;
    await companion?.take(told);
    // After the death of an instance there may be thousands, and COUNT is meant for the log.
    if (companion && told.length === count) await readCompanion(this.client, companion);
    return entries;
  }

  /** Sets `count` to as many as fit a batch if all are as large as the largest of the last, at most four times as many. */
  private adaptCount(sizes: readonly number[], tookMs: number): void {
    const largest = Math.max(1, ...sizes);
    const fitting = Math.min(Math.ceil(BATCH_BYTES / largest), COUNT.most);
    const next = tookMs > 2 * this.blockMs ? COUNT.least : Math.min(fitting, 4 * this.count);
    if (sizes.length > 0) this.count = Math.max(COUNT.least, next);
  }
}
