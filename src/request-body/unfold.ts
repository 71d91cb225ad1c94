import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { invalidRequest, Problem } from '../problems/problem.js';
import { type BodyShare } from './body-budget.js';
import { UNFOLDING_MAX } from './body-limits.js';
import { tooLarge } from './too-large.js';

const inflate = promisify(gunzip);

/**
 * What gzip made of a body; inflating stops where it exceeds `maxBytes` or `UNFOLDING_MAX` times its size.
 * @throws Problem `payload_too_large`, `invalid_request`, `rate_limited`, `overloaded`
 */
export async function unfold(packed: Buffer, maxBytes: number, share: BodyShare): Promise<Buffer> {
  const maxOutputLength = Math.min(maxBytes, packed.length * UNFOLDING_MAX);
  share.take(maxOutputLength);
  const bytes = await inflate(packed, { maxOutputLength }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ERR_BUFFER_TOO_LARGE') throw invalidRequest([{ field: 'body', message: 'is not valid gzip' }]);
    throw maxOutputLength === maxBytes ? tooLarge(maxBytes) : foldedTooOften();
  });
  share.giveBack(maxOutputLength - bytes.length);
  return bytes;
}

function foldedTooOften(): Problem {
  const detail = `The body unfolds to more than ${UNFOLDING_MAX} times its size: send it uncompressed.`;
  return new Problem('payload_too_large', detail);
}
