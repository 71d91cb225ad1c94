import { Nginx } from '../../../cluster/nginx.js';
import { createRunDirectory } from '../../../cluster/run-directory.js';

export const STREAM = '/operator/api/events/stream';
export const EVENTS = '/operator/api/events';

/** Starts the repository's nginx before these addresses. */
export function nginxBefore(
  upstreams: readonly { host: string; port: number }[],
  env?: Record<string, string>,
): Promise<Nginx> {
  return Nginx.start({ upstreams, env, runDir: createRunDirectory('nginx') });
}

/** Expects a response after which an EventSource reconnects by itself. */
export async function expectRetry(response: Response): Promise<void> {
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(await response.text()).toBe('retry: 2000\n\n');
}
