/** What a refusal says of itself (RFC 9457). Everything but the status may be missing: a proxy may have answered. */
export interface Problem {
    readonly status: number;
    readonly code?: string | undefined;
    readonly detail?: string | undefined;
    readonly correlationId?: string | undefined;
    /** With 503: `not_applied` or `unknown`, where something may have been written. */
    readonly outcome?: string | undefined;
    /** With `invalid_request`: every fault, as the service listed it. */
    readonly errors?: readonly unknown[];
}
/** Reads a refusal's body. Never throws: a body that cannot be read leaves the status. */
export declare function readProblem(response: Response): Promise<Problem>;
