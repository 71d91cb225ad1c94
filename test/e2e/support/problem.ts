import { type Answer } from '../../support/api.js';
import { type ProblemCode, PROBLEMS } from '../../../src/problems/problem-catalogue.js';

/** Status and code of a problem, for `toMatchObject` on an `Answer`. */
export function problem(code: ProblemCode, fields: Record<string, unknown> = {}) {
  return { status: PROBLEMS[code].status, body: { code, ...fields } };
}

/** The fields an `invalid_request` names, in order. */
export function faultyFields({ body }: Answer): string[] {
  return ((body.errors ?? []) as { field: string }[]).map(({ field }) => field);
}
