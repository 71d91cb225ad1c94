import { type FollowOptions } from './follow-options.js';
import { type StreamItem } from './stream-item.js';
/** What is kept from one connection to the next: the position, the unspent token, what was delivered. */
export declare class StreamLink {
    #private;
    private readonly options;
    /** Whether this service has ever delivered something: it is the right one, and its refusals may pass. */
    established: boolean;
    constructor(options: FollowOptions);
    /**
     * One connection. Never ends by itself, only by throwing.
     * @throws Interruption, RefusedError.
     */
    connect(): AsyncGenerator<StreamItem, never, undefined>;
}
