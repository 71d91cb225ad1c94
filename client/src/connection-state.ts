import { type Interruption } from './interruption.js';

/** Where the connection stands, for a status display. */
export type ConnectionState =
  | { readonly state: 'connecting' }
  /** The first message has arrived. */
  | { readonly state: 'open' }
  /** The next attempt follows in `delayMs` milliseconds. */
  | { readonly state: 'waiting'; readonly delayMs: number; readonly interruption: Interruption }
  /** For good: refused, asked not to come back, aborted, or the reader stopped. */
  | { readonly state: 'closed' };
