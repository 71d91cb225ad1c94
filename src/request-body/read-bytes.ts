import { type IncomingMessage } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import { type BodyShare } from './body-budget.js';
import { tooLarge } from './too-large.js';

/**
 * Reads a whole body into one buffer: a list of its pieces could take a hundred times its size. Stops at the first byte
 * too many.
 * @throws Problem `payload_too_large`, `rate_limited`, `overloaded`; the request's own error when its client goes
 */
export async function readBytes(request: IncomingMessage, maxBytes: number, share: BodyShare): Promise<Buffer> {
  // The parser has gone on to the end of what arrived with the head by then.
  if (!request.complete) await setImmediate();
  if (request.complete && !request.destroyed) return readArrived(request, maxBytes, share);
  let bytes = Buffer.alloc(0);
  let length = 0;
  // Destroyed, it could not be answered any more.
  for await (const piece of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    const needed = length + piece.length;
    if (needed > maxBytes) throw tooLarge(maxBytes);
    if (needed > bytes.length) {
      const size = length === 0 ? needed : Math.min(maxBytes, 2 * needed);
      share.take(size - bytes.length);
      const before = bytes;
      bytes = Buffer.allocUnsafe(size);
      before.copy(bytes, 0, 0, length);
    }
    piece.copy(bytes, length);
    length = needed;
  }
  return bytes.subarray(0, length);
}

/** Reads a body that has arrived whole, as most small ones have with their head: no events need be waited for. */
function readArrived(request: IncomingMessage, maxBytes: number, share: BodyShare): Buffer {
  const { readableLength } = request;
  if (readableLength > maxBytes) throw tooLarge(maxBytes);
  share.take(readableLength);
  return (request.read() as Buffer | null) ?? Buffer.alloc(0);
}
