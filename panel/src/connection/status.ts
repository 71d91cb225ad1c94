/** What happened, and what the operator can do. */
export interface Reason {
  readonly title: string;
  readonly advice: string;
  /** Finds the request in the log of the service. */
  readonly correlationId?: string | undefined;
}

/** The state of the connection, as it is shown. */
export type Status =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'open' }
  /** The next attempt is at `until`, ms since 1970. */
  | { readonly kind: 'waiting'; readonly until: number; readonly reason: Reason }
  /** Events come by asking for them every few seconds. */
  | { readonly kind: 'polling'; readonly reason: Reason }
  /** The client has ended the stream for a while, since nobody looks. */
  | { readonly kind: 'paused' }
  /** Another stream has taken over. */
  | { readonly kind: 'superseded'; readonly reason: Reason }
  /** The service has ended the stream for good. */
  | { readonly kind: 'ended'; readonly reason: Reason }
  /** No attempt can succeed. */
  | { readonly kind: 'refused'; readonly reason: Reason; readonly credential: boolean };

export type StatusKind = Status['kind'];

/** Whether events come, in one way or the other. */
export function isConnected({ kind }: Status): boolean {
  return kind === 'open' || kind === 'polling';
}

/** Nothing has arrived for longer than this many heartbeats: then the connection is not called live. */
export const QUIET_HEARTBEATS = 1.5;

/** What the connection is called, in a word or two. */
export function nameOf(status: Status, quietMs: number, heartbeatMs: number, now: number): string {
  switch (status.kind) {
    case 'connecting':
      return 'Connecting…';
    case 'open':
      return quietMs > QUIET_HEARTBEATS * heartbeatMs ? `No sign for ${Math.round(quietMs / 1_000)} s` : 'Live';
    case 'waiting':
      return `Retrying in ${Math.max(1, Math.ceil((status.until - now) / 1_000))} s`;
    case 'polling':
      return 'Polling';
    case 'paused':
      return 'Asleep';
    case 'superseded':
      return 'Taken over';
    case 'ended':
      return 'Ended';
    case 'refused':
      return 'Refused';
  }
}
