import { freePort } from './free-port.js';

const TAKEN = /EADDRINUSE|address already in use/i;

/**
 * Starts something on `port`, or, when none is given, on a free one. Between finding a port and listening on it somebody
 * else may take it: then another is tried, up to five times. `start` must throw with the output of the process.
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
