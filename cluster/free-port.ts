import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Below what kernels hand out to outgoing connections, so that a server can come back on its port under load. */
const RANGE = { from: 10_000, to: 32_000 };
const handedOut = new Set<number>();

/** A TCP port on which nothing listens on 127.0.0.1 now, and which this process has not been given before. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(RANGE.from, RANGE.to);
    if (handedOut.has(port) || !(await isFree(port))) continue;
    handedOut.add(port);
    return port;
  }
}

/** Whether nothing listens on this port of 127.0.0.1. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
