import { type FollowOptions } from '../follow-options.js';
import { type StreamItem } from '../stream-item.js';

/** `followEvents`. It is given, because it loads this folder. */
export type Follow = (options: FollowOptions) => AsyncGenerator<StreamItem, void, undefined>;
