import { type StreamFilter } from './follow-options.js';
export interface OpenRequest {
    readonly baseUrl: string;
    readonly token: string;
    /** Empty: begin with a snapshot. */
    readonly lastEventId: string;
    readonly filter?: StreamFilter | undefined;
    readonly snapshot?: number | undefined;
    readonly signal: AbortSignal;
    readonly fetch?: typeof fetch | undefined;
}
/**
 * Opens the stream and returns its body. The last id goes into the query: as a header it would cost a browser on another
 * origin a preflight.
 * @throws RefusedError for good.
 * @throws Interruption when trying again may help; with reason `token`, with another token.
 */
export declare function openStream(request: OpenRequest): Promise<ReadableStream<Uint8Array>>;
