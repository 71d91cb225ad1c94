import { Logger } from '@nestjs/common';
import { type LogEntry, type TailListener } from './event-log.interface.js';

const logger = new Logger('EventLog');

/**
 * Gives a batch to a listener. If the listener throws, the batch may have reached some streams: a gap is told, and the batch
 * is not repeated.
 */
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
