import { type SseMessage } from './sse-parser.js';
import { type StreamItem } from './stream-item.js';
/** Gives a message its meaning. What cannot be read comes back as `unknown`, never as an exception. */
export declare function decodeItem({ type, data, lastEventId: position }: SseMessage): StreamItem;
