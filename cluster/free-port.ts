import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Below the ports that kernels use for outgoing connections, so that a server can be started again on its port under load. */
const RANGE = { from: 10_000, to: 32_000 };
/** Tests that run at the same time draw from ranges of their own: nobody else listens on a port between its choice and its use. */
const SHARES = 8;
const SHARE = (RANGE.to - RANGE.from) / SHARES;
const FROM = RANGE.from + SHARE * (Number(process.env.JEST_WORKER_ID ?? 0) % SHARES);
const handedOut = new Set<number>();

/** Returns a TCP port of 127.0.0.1 on which no server listens now, and which was not returned before in this process. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(FROM, FROM + SHARE);
    if (handedOut.has(port) || !(await isFree(port))) continue;
    handedOut.add(port);
    return port;
  }
}

/** Whether no server listens on this port of 127.0.0.1. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
