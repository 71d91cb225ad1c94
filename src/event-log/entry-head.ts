import { type EventFields } from './event-log.interface.js';
import { type Position } from './position.js';

/** An entry without its JSON. */
export interface EntryHead extends EventFields {
  readonly position: Position;
  /** Of its JSON, in UTF-8. */
  readonly bytes: number;
}
