import { type Interruption } from './interruption.js';

/** The state of the connection, for a status display. */
export type ConnectionState = (
  | { readonly state: 'connecting' }
  /** The first message has arrived. */
  | { readonly state: 'open' }
  /** The next attempt follows in `delayMs` milliseconds, or as soon as the page wakes up. */
  | { readonly state: 'waiting'; readonly delayMs: number; readonly interruption: Interruption }
  /** The stream cannot be had, as `interruption` says, and events come by asking for them every few seconds. */
  | { readonly state: 'polling'; readonly interruption: Interruption }
  /** The stream is closed while the page is hidden. It resumes after the last position when the page is visible. */
  | { readonly state: 'paused' }
  /** The iteration has ended: the stream was refused, the service ended it for good, or the reader stopped. */
  | { readonly state: 'closed' }
) & {
  /** With `share`: whether this tab reads the stream for the others, or from another one. Absent while it has a stream of its own. */
  readonly role?: 'leader' | 'follower';
};
