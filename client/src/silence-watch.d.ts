/**
 * Ends a connection on which nothing arrives. Only the time in which bytes are awaited counts: a reader that takes long
 * over an event is not a silent service.
 */
export declare class SilenceWatch {
    #private;
    readonly limitMs: number;
    readonly outer?: AbortSignal | undefined;
    /** Whether silence was what ended the connection. */
    silent: boolean;
    /** @param limitMs milliseconds. @param outer ends the connection too. */
    constructor(limitMs: number, outer?: AbortSignal | undefined);
    get signal(): AbortSignal;
    /** Waits for `work`, which must heed `signal`, and aborts it when it takes longer than the limit. */
    within<T>(work: Promise<T>): Promise<T>;
    /** Ends the connection, if it is still there, and lets go of `outer`. */
    close(): void;
}
