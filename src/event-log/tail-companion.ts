import { type Redis } from 'ioredis';
import { type RawEntry } from './redis-log-entry.js';

/**
 * A second Redis stream that the tail of the log reads with the same XREAD. It carries revocations and supersessions (revocation/), which must
 * be applied before the events of the same reply. The log does not interpret its entries.
 */
export interface TailCompanion {
  readonly key: string;
  /** The id to read after. */
  readonly position: string;
  /** Called on a new connection, and when events may be missing. The tail delivers no event before this has resolved. */
  check(): Promise<void>;
  /** Gets the entries after `position`. The tail delivers the events of the same reply when this has resolved. */
  take(entries: readonly RawEntry[]): Promise<void>;
}

const PAGE = 1_000;

/** Reads all entries of the companion without waiting for more. Used while the tail reads pages of the log instead of XREAD. */
export async function readCompanion(client: Redis, companion: TailCompanion): Promise<void> {
  for (let read = PAGE; read === PAGE;) {
    const reply = await client.xread('COUNT', PAGE, 'STREAMS', companion.key, companion.position);
    const entries = reply?.[0]?.[1] ?? [];
    await companion.take(entries);
    read = entries.length;
  }
}
