import { invalidRequest } from '../problems/problem.js';
import { type BodyShare } from './body-budget.js';
import { BODY_MAX_DEPTH } from './body-limits.js';
import { measureJson } from './measure-json.js';

/** UTF-8 and nothing else: what is published must be what is read back. */
const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * The value that `bytes` are the JSON of. Its nesting is looked at before anything is made of it.
 * @throws Problem `invalid_request`, `rate_limited`, `overloaded`
 */
export function parseJson(bytes: Uint8Array, share: BodyShare): unknown {
  const parsedBytes = measureJson(bytes, BODY_MAX_DEPTH);
  if (parsedBytes === Infinity) throw faulty(`must not be nested deeper than ${BODY_MAX_DEPTH} levels`);
  share.take(parsedBytes);
  try {
    return JSON.parse(utf8.decode(bytes)) as unknown;
  } catch (error) {
    // Its message quotes the body.
    throw faulty(error instanceof SyntaxError ? 'is not valid JSON' : 'is not UTF-8');
  }
}

function faulty(message: string) {
  return invalidRequest([{ field: 'body', message }]);
}
