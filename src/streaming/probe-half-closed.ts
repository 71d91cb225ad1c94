import { type Socket } from 'node:net';

/** An SSE comment, which clients ignore. */
const COMMENT = ':\n\n';
/** When to write, ms. A client that is gone resets the connection after the first write; the second one notices it. */
const WRITES_AT = [0, 100, 1_000];

/**
 * Finds out whether a client that ended its side of the connection (FIN) is gone or still reads. Both look the same until
 * something is written: a client that is gone then resets the connection, and node closes the socket.
 */
export function probeHalfClosed(this: Socket): void {
  for (const ms of WRITES_AT) setTimeout(() => probe(this), ms).unref();
}

function probe(socket: Socket): void {
  if (socket.writable && !socket.writableNeedDrain) socket.write(COMMENT);
}
