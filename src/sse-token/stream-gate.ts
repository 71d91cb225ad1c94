import { type Grant } from '../token-store/token-store.interface.js';

/** Gives a request for a stream its place once its caller is known. No token is redeemed before there is a place. */
export interface StreamGate {
  /**
   * The principals that are near a limit: a token of theirs is redeemed only after `ask`. `LIMITED` among them stands for all
   * that have a limit of their own. Called before a token is redeemed.
   */
  nearLimit(): readonly string[];
  /** Rejects with SoftRefusal if there is no place for the stream of this grant. */
  ask(grant: Grant): Promise<void>;
  /** Takes the place for it. Nothing happens the second time. */
  enter(grant: Grant): void;
}

declare module 'http' {
  interface IncomingMessage {
    /** Of a request for a stream, once it was admitted. */
    streamGate?: StreamGate | undefined;
  }
}
