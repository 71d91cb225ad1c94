/** Waits `ms` milliseconds, or less when `signal` aborts. Never rejects. */
export declare function sleep(ms: number, signal?: AbortSignal): Promise<void>;
