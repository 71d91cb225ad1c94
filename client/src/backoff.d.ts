export interface BackoffOptions {
    /** First window in milliseconds; it doubles with every failure in a row. Default 1,000. */
    readonly baseMs?: number;
    /** Largest window in milliseconds. Default 30,000. */
    readonly capMs?: number;
    /** A number from 0 to 1, as `Math.random` gives it. */
    readonly random?: () => number;
}
/**
 * How long to wait before the next attempt: never less than the service asked for, and on top of that a random share of
 * a window that doubles (full jitter), so that clients which were cut together do not come back together.
 */
export declare class Backoff {
    #private;
    constructor({ baseMs, capMs, random }?: BackoffOptions);
    /** Milliseconds to wait now. `askedMs` is what `retry:`, `retry_ms` or `Retry-After` said. */
    next(askedMs?: number): number;
    /** Something was delivered: the next failure is a first one. */
    reset(): void;
}
