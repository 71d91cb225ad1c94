/** Is told of revocations, for metrics. */
export interface SessionsObserver {
  /** Something was revoked at this instance; `seconds` is the time that the store took. */
  revoked(kind: 'principal' | 'stream', seconds: number): void;
}

export const SessionsObserver = Symbol('SessionsObserver');
