import { type BackoffOptions } from './backoff.js';
import { type ConnectionState } from './connection-state.js';
import { type IssuedToken } from './issue-token.js';

/** Selects the events of a stream: those that match every list given. */
export interface StreamFilter {
  readonly severities?: readonly string[];
  readonly modules?: readonly string[];
  readonly eventTypes?: readonly string[];
}

/** What to follow, and how. Either `credential` or `token` is needed. */
export interface FollowOptions {
  /** The address of the service. It may have a path, such as the prefix of a gateway: `https://ops.example.net/vx11`. */
  readonly baseUrl: string;
  /**
   * The principal credential with which tokens are issued, or a function that returns it. It is sent in a header, to `baseUrl` only.
   * A page that must not contain a credential sets `token` instead. What the function throws ends the iteration, as with `token`.
   */
  readonly credential?: string | (() => string | Promise<string>);
  /**
   * Gets a token in another way, such as from the back end of the page. What it throws ends the iteration, also the error of a `fetch`
   * without network. Only after an `Interruption`, such as `new Interruption('network')`, the client waits and calls it again.
   */
  readonly token?: (signal: AbortSignal) => Promise<IssuedToken>;
  readonly filter?: StreamFilter;
  /** How many of the newest events to begin with, 0 to 100; 5 if absent. */
  readonly snapshot?: number;
  /** Begins after this position instead of with a snapshot. */
  readonly lastEventId?: string;
  /** The heartbeat of the service, ms (`VX11_OPERATOR_SSE_HEARTBEAT`). 2.5 of them without a byte end a connection. Default 8,000. */
  readonly heartbeatMs?: number;
  readonly backoff?: BackoffOptions;
  /**
   * Closes the stream once the page has been hidden for so long, ms, and resumes after the last position when it is visible again.
   * Never if absent.
   */
  readonly pauseWhenHiddenMs?: number;
  /**
   * Shares one stream with the tabs of this browser that have the same `baseUrl`, `filter`, `snapshot` and `credential`; or, with a
   * text, the same text in place of the credential, as is needed with `token`. See README.md.
   */
  readonly share?: boolean | string;
  /** After this many refused tokens in a row the iteration ends with `RefusedError`. Default 5. */
  readonly maxRefusedTokens?: number;
  /** Ends the iteration, without an error. */
  readonly signal?: AbortSignal;
  readonly onState?: (state: ConnectionState) => void;
  /** Replaces the global `fetch`. */
  readonly fetch?: typeof fetch;
}
