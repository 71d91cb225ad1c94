import { freePort } from './free-port.js';

const TAKEN = /EADDRINUSE|address already in use/i;

/**
 * Starts a server on `port`, or on a free port if none is given. If another process takes the free port before the server
 * listens, tries another one, up to five times. `start` must throw with the output of the server.
 */
export async function onAPort<T>(port: number | undefined, start: (port: number) => Promise<T>): Promise<T> {
  if (port !== undefined) return start(port);
  for (let attempt = 1; ; attempt++) {
    try {
      return await start(await freePort());
    } catch (error) {
      if (attempt === 5 || !TAKEN.test(String(error))) throw error;
    }
  }
}
