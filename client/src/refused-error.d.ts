import { type Problem } from './problem.js';
/** What was being done when the service said no. */
export type Step = 'token' | 'stream';
/** A refusal that trying again cannot mend. Ends the iteration. */
export declare class RefusedError extends Error {
    readonly step: Step;
    readonly kind: 'credential' | 'request' | 'not_the_service';
    readonly problem: Problem;
    readonly name = "RefusedError";
    /**
     * @param kind `credential`: missing, wrong or without the right · `request`: a parameter is wrong ·
     *   `not_the_service`: whatever answers at this address is not the operator backend.
     */
    constructor(step: Step, kind: 'credential' | 'request' | 'not_the_service', problem: Problem);
}
