/** A token that opens one stream. */
export interface IssuedToken {
    readonly sse_token: string;
    /** Seconds from now until it is worth nothing. */
    readonly expires_in_sec: number;
}
export interface IssueRequest {
    readonly baseUrl: string;
    readonly credential: string;
    readonly signal?: AbortSignal;
    /** Replaces the global `fetch`. */
    readonly fetch?: typeof fetch;
}
/**
 * Trades the credential for a token.
 * @throws RefusedError when the credential is wrong or lacks the right, or this is not the service.
 * @throws Interruption when trying again may help.
 */
export declare function issueToken(request: IssueRequest): Promise<IssuedToken>;
