import { Interruption } from './interruption.js';
import { type Problem } from './problem.js';
import { RefusedError, type Step } from './refused-error.js';
/** Tells refusals that are final from those that pass. All of them go through here. */
export declare function refuse(step: Step, response: Response, problem: Problem): RefusedError | Interruption;
