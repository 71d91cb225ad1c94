import { type RefusalReason } from '../problems/refusal.js';

/** Hears how credentials are used, for metrics. */
export interface CredentialObserver {
  /** A request was refused for its credential. */
  refused(reason: RefusalReason): void;
  /** A principal was let in; `credential` is the fingerprint of its credential, or what stands for it. */
  used(principal: string, credential: string): void;
  /** A credential came in a URL. */
  inQuery(outcome: 'accepted' | 'refused'): void;
}

export const CredentialObserver = Symbol('CredentialObserver');
