import { type Redis } from 'ioredis';
import { type RawEntry } from './redis-log-entry.js';

/** Another stream that the tail of the log reads with the same commands. The log does not know what is in it. */
export interface TailCompanion {
  readonly key: string;
  /** The id to read after. */
  readonly position: string;
  /** Called on a new connection, and whenever it is to be asked what happened to the log, before any event is given. */
  check(): Promise<void>;
  /** Entries that follow `position`. The events of the same reply are given when this has resolved. */
  take(entries: readonly RawEntry[]): Promise<void>;
}

/** Reads what there is of it, without waiting: while the tail catches up, events come another way. */
export async function heed(client: Redis, companion: TailCompanion): Promise<void> {
  const reply = await client.xread('COUNT', 1_000, 'STREAMS', companion.key, companion.position);
  await companion.take(reply?.[0]?.[1] ?? []);
}
