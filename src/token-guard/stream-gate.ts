import { type SoftRefusal, type SoftRefusalReason } from '../problems/soft-refusal.js';
import { type Grant } from '../token-store/token-store.interface.js';

/** What a request for a stream passes once its caller is known. Nobody's token is spent before there is a place for it. */
export interface StreamGate {
  /** Principals whose tokens are to be looked at before they are spent. Asked when a token is about to be redeemed. */
  doubtful(): readonly string[];
  /** @throws SoftRefusal if there is no place for the stream of this grant */
  ask(grant: Grant): void;
  /** Takes the place for it. */
  enter(grant: Grant): void;
  /** Counts a soft refusal. */
  refusal(reason: SoftRefusalReason): SoftRefusal;
}

declare module 'http' {
  interface IncomingMessage {
    /** Of a request for a stream, once it was admitted. */
    streamGate?: StreamGate | undefined;
  }
}
