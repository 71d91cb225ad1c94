/** What hostile callers do. Requests are whole, one character a byte. */
export type HostilePlan = { host: string; port: number } & (
  | {
      /** Over and over on kept connections, `perSecond` in all; as fast as they are answered where that is absent. */
      kind: 'calls';
      requests: string[];
      connections: number;
      perSecond?: number;
    }
  | {
      /** `count` connections at once, each for one request, again `everyMs`; a stream is left after its first bytes. */
      kind: 'bursts';
      requests: string[];
      count: number;
      everyMs: number;
    }
  /** `count` connections whose answers are never read. */
  | { kind: 'unread'; requests: string[]; count: number }
  /** `count` connections that send the head of a request and then a byte a second. */
  | { kind: 'trickle'; requests: string[]; count: number }
);

/** How often each status was answered; 0: the connection ended without one. */
export type Statuses = Record<number, number>;
