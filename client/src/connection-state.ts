import { type Interruption } from './interruption.js';

/** The state of the connection, for a status display. */
export type ConnectionState =
  | { readonly state: 'connecting' }
  /** The first message has arrived. */
  | { readonly state: 'open' }
  /** The next attempt follows in `delayMs` milliseconds. */
  | { readonly state: 'waiting'; readonly delayMs: number; readonly interruption: Interruption }
  /** The iteration has ended: the stream was refused, the service ended it for good, or the reader stopped. */
  | { readonly state: 'closed' };
