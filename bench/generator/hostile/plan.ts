/** What hostile callers send. Each request is complete, with one character for each byte. */
export type HostilePlan = { host: string; port: number } & (
  | {
      /** Requests in a loop on kept-alive connections, `perSecond` in all; if that is absent, as fast as the responses come. */
      kind: 'calls';
      requests: string[];
      connections: number;
      perSecond?: number;
    }
  | {
      /** `count` connections at once with one request each, again after `everyMs`. A stream is closed after its first bytes. */
      kind: 'bursts';
      requests: string[];
      count: number;
      everyMs: number;
    }
  /** `count` connections whose responses are never read. */
  | { kind: 'unread'; requests: string[]; count: number }
  /** `count` connections that send the head of a request and then one byte a second. */
  | { kind: 'trickle'; requests: string[]; count: number }
);

/** How often each status came; 0: the connection ended without one. */
export type Statuses = Record<number, number>;
