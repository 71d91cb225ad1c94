import { type Request } from 'express';
import { Problem } from '../problems/problem.js';

/**
 * The parsed JSON body; undefined where there is none.
 * @throws Problem `unsupported_media_type` for a body that is not declared as JSON
 */
export function jsonBody(request: Request): unknown {
  const { headers } = request;
  const empty = headers['transfer-encoding'] === undefined && !(Number(headers['content-length']) > 0);
  if (empty) return undefined;
  if (request.is('application/json') === false) {
    throw new Problem('unsupported_media_type', 'The body must be JSON: send Content-Type: application/json.');
  }
  return request.body as unknown;
}
