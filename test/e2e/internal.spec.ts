// The internal endpoints show counts to operators. They must never show a token, not even a part of one.
import { type InProcessApp, startInProcess } from '../support/in-process-app.js';
import { appsOfEachTest } from './support/started-apps.js';

describe('the internal endpoints', () => {
  const start = appsOfEachTest();
  let app: InProcessApp;

  beforeAll(async () => {
    app = await startInProcess({ VX11_INSTANCE_ID: 'unit-7', EPHEMERAL_TOKEN_TTL_SEC: '120' });
  });

  afterAll(() => app.close());

  const stats = () => app.reader.call('GET', '/operator/internal/cache-stats');

  it('cache-stats counts live tokens and their bytes, and shows none', async () => {
    expect((await stats()).body).toEqual({ store: 'memory', live_tokens: 0, live_bytes: 0, ttl_sec: 120 });
    const tokens = [await app.reader.token(), await app.reader.token({ modules: ['a-module-with-a-long-name'] })];
    const { body, headers } = await stats();
    expect(body).toMatchObject({ live_tokens: 2 });
    const bytes = Number(body.live_bytes);
    // The former expected 700 bytes a token; it must be about that, not ten times more or less.
    expect(bytes).toBeGreaterThan(2 * 100);
    expect(bytes).toBeLessThan(2 * 1_000);
    expect(headers.get('cache-control')).toBe('no-store');
    for (const token of tokens) expect(JSON.stringify(body)).not.toContain(token.slice(0, 8));

    const stream = await app.reader.stream();
    await stream.first('snapshot');
    expect((await stats()).body.live_tokens).toBe(2);
    stream.close();
  });

  it('instance-id names the instance, as its logs and events do', async () => {
    const { body, headers } = await app.reader.call('GET', '/operator/internal/instance-id');
    expect(body).toEqual({ instance_id: 'unit-7' });
    expect(headers.get('cache-control')).toBe('no-store');
    const { body: history } = await app.reader.call('GET', '/operator/api/events?event_type=instance.started');
    expect(history.events).toMatchObject([
      { module: 'operator-backend', severity: 'info', payload: { instance_id: 'unit-7' } },
    ]);
  });

  it('an instance without a name generates one', async () => {
    const others = await Promise.all([start(), start()]);
    const names = await Promise.all(
      others.map(async ({ reader }) => (await reader.call('GET', '/operator/internal/instance-id')).body.instance_id),
    );
    expect(new Set(names).size).toBe(2);
    for (const name of names) expect(name).toMatch(/^[A-Za-z0-9._-]{1,64}$/);
  });
});
