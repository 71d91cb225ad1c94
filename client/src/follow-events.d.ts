import { type FollowOptions } from './follow-options.js';
import { type StreamItem } from './stream-item.js';
/**
 * Follows the event stream for as long as it takes: asks for a token, opens, watches for silence, and after any interruption
 * comes back and resumes where it was. Every event is delivered once and in order; where the service could not vouch for
 * that, a `gap` says so first. Nothing is read ahead of the loop that consumes the items.
 *
 * Ends when `signal` aborts, when the loop is left, and after a `goodbye` with `reconnect: false`.
 * @throws RefusedError when trying again is pointless.
 */
export declare function followEvents(options: FollowOptions): AsyncGenerator<StreamItem, void, undefined>;
