import { type Seat } from '../token-store/resume.js';
import { type DeferredToken, type Grant } from '../token-store/token-store.interface.js';

/** Gives a request for a stream its place once its caller is known. No token is redeemed before there is a place. */
export interface StreamGate {
  /** The cookie with which the stream can be resumed; undefined if it cannot. */
  readonly cookie?: string | undefined;
  /** The id that the stream will have, if it can be resumed. */
  readonly streamId?: string | undefined;
  /** Its place among the streams of a principal with a limit, once it has one. */
  readonly placeName?: string | undefined;
  /**
   * The principals that are near a limit: a token of theirs is redeemed only after `ask`. `LIMITED` among them stands for all
   * that have a limit of their own. Called before a token is redeemed.
   */
  nearLimit(): readonly string[];
  /**
   * Rejects with SoftRefusal if there is no place for the stream of this grant. The place of its `predecessor`, which is resumed, does
   * not count.
   */
  ask(grant: Grant, predecessor?: DeferredToken['predecessor']): Promise<void>;
  /** Takes the place for it. The second time only the seat counts. */
  enter(grant: Grant, seat?: Seat): void;
}

declare module 'http' {
  interface IncomingMessage {
    /** Of a request for a stream, once it was admitted. */
    streamGate?: StreamGate | undefined;
  }
}
