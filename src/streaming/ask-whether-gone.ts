import { type Socket } from 'node:net';

/** A comment, which every reader of a stream skips. */
const COMMENT = ':\n\n';
/** When to ask, ms. The first answer of a client that is gone is seen with the second question. */
const ASKED_AT = [0, 100, 1_000];

/**
 * For a client that has ended its side, and may still read. One that is gone looks the same, but resets the connection
 * when something is written to it.
 */
export function askWhetherGone(this: Socket): void {
  for (const ms of ASKED_AT) setTimeout(() => ask(this), ms).unref();
}

function ask(socket: Socket): void {
  if (socket.writable && !socket.writableNeedDrain) socket.write(COMMENT);
}
