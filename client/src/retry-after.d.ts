/** Milliseconds that a `Retry-After` header asks to wait: seconds or an HTTP date (RFC 9110, 10.2.3). */
export declare function retryAfterMs(header: string | null, now?: number): number | undefined;
