import { type LinkOptions } from '../stream-link.js';
import { type StreamItem } from '../stream-item.js';

/** `followEvents`. It is given, because it loads this folder. */
export type Follow = (options: LinkOptions) => AsyncGenerator<StreamItem, void, undefined>;
