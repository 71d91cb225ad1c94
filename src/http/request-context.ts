import { randomUUID } from 'node:crypto';
import { type IncomingMessage } from 'node:http';
import { type Principal } from '../principal/principal.js';
import { type IncomingBody } from './incoming-body.js';
import { type RequestOrigin } from './origin/request-origin.js';
import { type RequestTrace } from './request-trace.js';

/** What a request acted on, and how many of it. */
export interface RequestEffect {
  readonly target?: string;
  readonly counts?: Readonly<Record<string, number>>;
}

/** What the service knows about a request: for its guards, its response, its log line and the audit trail. */
export interface RequestContext {
  readonly correlationId: string;
  /** Where the request came from; see `clientAddress`. */
  readonly address: string;
  /** Whose page a browser sent it for; absent in an application that does not look. */
  origin?: RequestOrigin;
  /** Monotonic ms. */
  readonly startedAt: number;
  /** Who calls: by the credential in the header, or by the grant of the token. */
  principal?: Principal;
  /** Its body, if it has one. */
  body?: IncomingBody;
  /** First 12 hex digits of the digest of the token that was issued or presented. */
  tokenId?: string;
  /** Whose stream was refused, by the token. The caller may be somebody else. */
  tokenOf?: string | undefined;
  /** Code of the problem in its response. */
  problem?: string;
  /** Why a stream was asked to come back later, with a status that does not show it. */
  softRefusal?: string;
  /** Why the caller was not let in. */
  refusal?: string;
  /** Name of the limit it met. */
  limit?: string;
  /** What it did, for the audit trail; absent where nothing was done. */
  effect?: RequestEffect;
  /** Of a request for a stream that is traced, until the stream is live. */
  trace?: RequestTrace | undefined;
  /** Whether its duration is in the metrics already. */
  observed?: boolean;
  /** Headers that are left to whoever writes the head of the response: names and values by turns. */
  headersLeft?: readonly string[] | undefined;
}

declare module 'http' {
  interface IncomingMessage {
    /** Set on arrival in the operator backend. In another application ask `contextOf`. */
    context: RequestContext;
  }
}

/** The context of a request; one is made where the application gave it none on arrival. */
export function contextOf(request: IncomingMessage): RequestContext {
  // An application that uses only some modules runs no steps on arrival.
  const { context } = request as { context?: RequestContext };
  return context ?? (request.context = newContext(request.socket?.remoteAddress ?? '0.0.0.0'));
}

/** A context for a request that arrives now. */
export function newContext(address: string, correlationId: string = randomUUID()): RequestContext {
  return { correlationId, address, startedAt: performance.now() };
}
