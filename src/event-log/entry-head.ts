import { type EventFields } from './event-log.interface.js';
import { type Position } from './position.js';

/** What describes an entry of the event log without its JSON: its position, the fields for filters, and its size. */
export interface EntryHead extends EventFields {
  readonly position: Position;
  /** Bytes of its JSON in UTF-8. */
  readonly bytes: number;
}
