import { type Problem } from './problem.js';
/**
 * `network`: no answer · `status`: an answer that passes (429, 5xx) · `token`: the stream refused the token, another is
 * asked for · `soft_refusal`: a 200 that only said when to come back · `ended`, `cut`: the stream ended, or broke ·
 * `silent`: no byte for 2.5 heartbeats · `goodbye`: the service announced the end · `protocol`: not an event stream.
 */
export type InterruptionReason = 'network' | 'status' | 'token' | 'soft_refusal' | 'ended' | 'cut' | 'silent' | 'goodbye' | 'protocol';
/** Why there is no stream at the moment. Passes by itself: the client waits and tries again. */
export declare class Interruption extends Error {
    readonly reason: InterruptionReason;
    /** Milliseconds the service asked to wait. */
    readonly askedMs?: number | undefined;
    readonly name = "Interruption";
    constructor(reason: InterruptionReason, 
    /** Milliseconds the service asked to wait. */
    askedMs?: number | undefined, options?: {
        readonly problem?: Problem;
        readonly cause?: unknown;
    });
    readonly problem: Problem | undefined;
}
