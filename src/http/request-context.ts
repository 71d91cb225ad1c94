import { type Principal } from '../principal/principal.js';
import { type BodyShare } from '../request-body/body-budget.js';
import { type Grant } from '../token-store/token-store.interface.js';
import { type IncomingBody } from './incoming-body.js';

/** What is known of a request beside what it says itself. For its log line, its answer and its guards. */
export interface RequestContext {
  readonly correlationId: string;
  /** Where the request came from; ask `clientAddress`. */
  readonly address: string;
  /** Monotonic ms. */
  readonly startedAt: number;
  /** Who calls: by the credential in the header, or by the grant of the token. */
  principal?: Principal;
  /** Its body, if it has one. */
  body?: IncomingBody;
  /** What its body takes of the budget, once it is read. */
  bodyShare?: BodyShare;
  /** First 12 hex digits of the digest of the token that was issued or presented. */
  tokenId?: string;
  /** Code of the problem it was answered with. */
  problem?: string;
  /** Why a stream was asked to come back later, with a status that says nothing of it. */
  softRefusal?: string;
  /** Why its caller was not let in. */
  refusal?: string;
  /** It is in the metrics already. */
  observed?: boolean;
  /** What a stream may show, once its guard has let it in. */
  grant?: Grant | undefined;
}

declare module 'http' {
  interface IncomingMessage {
    /** Set on arrival, so always there. */
    context: RequestContext;
  }
}
