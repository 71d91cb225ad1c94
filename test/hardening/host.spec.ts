// A host that misbehaves: its disk is full, nobody reads its log, its descriptors run out, its terminal is closed.
import { readFileSync } from 'node:fs';
import { eventually } from '../../cluster/eventually.js';
import { appsOfEachTest } from '../e2e/support/started-apps.js';
import { type InProcessApp } from '../support/in-process-app.js';

describe('the access log', () => {
  const start = appsOfEachTest();

  /** The routes it has a line of, once it has one of `last`. */
  async function routesLogged({ logFile }: InProcessApp, last: string): Promise<unknown[]> {
    const routes = () =>
      readFileSync(logFile, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>)
        .filter(({ msg }) => msg === 'request')
        .map(({ route }) => route);
    return eventually(() => (routes().includes(last) ? routes() : undefined), { what: `a line of ${last}` });
  }

  it('has no line of probes and scrapes that go well, and has one of those that fail', async () => {
    // CWE-779: three probes and a scrape every few seconds bury what an operator looks for.
    const app = await start({ REDIS_URL: 'redis://127.0.0.1:9' });
    for (const path of ['/health', '/health/live', '/operator/api/health', '/metrics', '/health/traffic']) {
      await (await fetch(`${app.baseUrl}${path}`)).text();
    }
    await app.operator.call('GET', '/operator/internal/instance-id');
    expect(await routesLogged(app, '/operator/internal/instance-id')).toEqual([
      '/health/traffic',
      '/operator/internal/instance-id',
    ]);
  });
});
