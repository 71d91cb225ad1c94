import { Logger } from '@nestjs/common';
import { type LogEntry, type TailListener } from './event-log.interface.js';

const logger = new Logger('EventLog');

/** Calls the tail's listener with a batch. If it throws, some streams may have the batch: it reports a gap, and no repeat. */
export function handOut(listener: TailListener, entries: readonly LogEntry[]): void {
  const last = entries.at(-1);
  if (!last) return;
  try {
    listener.batch(entries);
  } catch (error) {
    logger.error(`A batch of ${entries.length} events could not be handed out: ${String(error)}`);
    listener.gap('unreadable', last.position);
  }
}
