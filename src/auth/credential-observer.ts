import { type RefusalReason } from '../problems/refusal.js';

/** Hears how credentials are used, for metrics. */
export interface CredentialObserver {
  /** A request was refused for its credential. */
  refused(reason: RefusalReason): void;
  /** A credential came in a URL. */
  inQuery(outcome: 'accepted' | 'refused'): void;
}

export const CredentialObserver = Symbol('CredentialObserver');
