import { type BackoffOptions } from './backoff.js';
import { type ConnectionState } from './connection-state.js';
import { type IssuedToken } from './issue-token.js';
/** Narrows a stream to events that match every list given. */
export interface StreamFilter {
    readonly severities?: readonly string[];
    readonly modules?: readonly string[];
    readonly eventTypes?: readonly string[];
}
export interface FollowOptions {
    /** Address of the service, or of the gateway's prefix above it: `https://ops.example.net/vx11`. */
    readonly baseUrl: string;
    /**
     * The principal credential that tokens are asked for with, or where to get it. It is sent in a header to `baseUrl` only. A page that
     * must not hold one leaves it out and gives `token` instead.
     */
    readonly credential?: string | (() => string | Promise<string>);
    /** Gets a token some other way, such as from the page's own back end. Throw `RefusedError` to end the iteration. */
    readonly token?: (signal: AbortSignal) => Promise<IssuedToken>;
    readonly filter?: StreamFilter;
    /** Newest events to begin with, 0–100; the service's default is 5. */
    readonly snapshot?: number;
    /** Go on after this position instead of beginning with a snapshot. */
    readonly lastEventId?: string;
    /** The service's heartbeat in milliseconds (`VX11_OPERATOR_SSE_HEARTBEAT`); 2.5 of them without a byte end a connection. Default 8,000. */
    readonly heartbeatMs?: number;
    readonly backoff?: BackoffOptions;
    /** Tokens in a row that the stream may refuse before that is final. Default 5. */
    readonly maxRefusedTokens?: number;
    /** Ends everything, without an error. */
    readonly signal?: AbortSignal;
    readonly onState?: (state: ConnectionState) => void;
    /** Replaces the global `fetch`. */
    readonly fetch?: typeof fetch;
}
