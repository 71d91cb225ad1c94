// A deployment sends SIGTERM to every instance. Streams must end whole and with a time to come back, nothing accepted
// may be lost, and the process must end in time, whatever its clients do.
import { Api, event } from '../support/api.js';
import { newCredential } from '../support/used-credentials.js';
import { RawConnection } from './support/raw-connection.js';
import { type Service, startService } from './support/service.js';

describe('a shutdown', () => {
  const credential = newCredential();
  let service: Service;
  let api: Api;

  const start = async (drainSeconds: number) => {
    service = await startService({
      NODE_ENV: 'production',
      VX11_STORE: 'memory',
      VX11_OPERATOR_TOKEN: credential,
      VX11_DRAIN_SECONDS: String(drainSeconds),
    });
    api = new Api(service.baseUrl, credential);
  };

  afterEach(() => service.process.kill());

  /** A stream whose client neither reads nor goes, so that it has to be waited for. */
  async function stubbornStream(): Promise<RawConnection> {
    const connection = await RawConnection.open(service.baseUrl);
    connection.request('GET /operator/api/events/stream', api.headers);
    await connection.until(/event: snapshot\n.*\n\n/);
    connection.pause();
    return connection;
  }

  it.each(['SIGTERM', 'SIGINT'] as const)('by %s says goodbye to open streams, and exits with 0', async (signal) => {
    await start(15);
    const streams = await Promise.all([api.stream(), api.stream('severity=critical'), api.stream()]);
    for (const stream of streams) await stream.first('snapshot');
    process.kill(service.process.pid, signal);
    for (const stream of streams) {
      const goodbye = JSON.parse((await stream.first('goodbye')).data) as Record<string, unknown>;
      expect(goodbye).toMatchObject({ type: 'goodbye', reason: 'draining', reconnect: true });
      expect(goodbye.retry_ms).toBeGreaterThanOrEqual(1_000);
      expect(stream.retryMs).toBe(goodbye.retry_ms);
      await stream.end();
      expect(stream.body).toMatch(/\n\n$/);
      expect(stream.frames.at(-1)!.event).toBe('goodbye');
    }
    expect(await service.process.exited).toEqual({ code: 0, signal: null });
  });

  it('serves everything but new streams until the last stream has gone', async () => {
    await start(60);
    const stubborn = await stubbornStream();
    const token = await api.token();
    const stream = await api.stream();
    process.kill(service.process.pid, 'SIGTERM');
    await stream.first('goodbye');
    const refused = await fetch(api.streamUrl(token));
    expect(refused.status).toBe(503);
    expect(await refused.json()).toMatchObject({ code: 'draining' });
    expect((await fetch(`${service.baseUrl}/health/traffic`)).status).toBe(503);
    expect((await fetch(`${service.baseUrl}/health/live`)).status).toBe(200);
    await api.publish(event({ summary: 'to the end' }));
    const { body } = await api.call('GET', '/operator/api/events');
    expect(body.events).toMatchObject([{}, { event_type: 'instance.draining' }, { summary: 'to the end' }]);
    await api.token();
    stubborn.close();
    expect(await service.process.exited).toEqual({ code: 0, signal: null });
  });

  it('takes no longer than its limit, and exits with 0, whatever a client does', async () => {
    await start(2);
    const stubborn = await stubbornStream();
    const askedAt = performance.now();
    process.kill(service.process.pid, 'SIGTERM');
    expect(await service.process.exited).toEqual({ code: 0, signal: null });
    // Two seconds, and a margin for a busy machine.
    expect(performance.now() - askedAt).toBeLessThan(8_000);
    stubborn.close();
  });

  it('is over at once with a second signal', async () => {
    await start(600);
    const stubborn = await stubbornStream();
    process.kill(service.process.pid, 'SIGTERM');
    await service.process.waitForOutput(/"msg":"Draining 1 streams/);
    process.kill(service.process.pid, 'SIGINT');
    expect(await service.process.exited).toEqual({ code: 1, signal: null });
    stubborn.close();
  });

  it('does not wait for connections without a request, nor for half a request', async () => {
    await start(600);
    const [silent, half] = [await RawConnection.open(service.baseUrl), await RawConnection.open(service.baseUrl)];
    half.write('GET /health HTTP/1.1\r\nHos');
    await api.call('GET', '/health');
    process.kill(service.process.pid, 'SIGTERM');
    await Promise.all([silent.end(), half.end()]);
    expect(await service.process.exited).toEqual({ code: 0, signal: null });
  });

  it('responds to the requests that came before it', async () => {
    await start(120);
    const batch = Array.from({ length: 1_000 }, () => event());
    // So many that they take longer than the share of the time that is kept for requests when streams need the rest.
    const answers = Array.from({ length: 60 }, () => api.call('POST', '/operator/api/events', { events: batch }));
    await Promise.race(answers);
    process.kill(service.process.pid, 'SIGTERM');
    for (const { status, body } of await Promise.all(answers)) {
      expect({ status, accepted: body.accepted }).toEqual({ status: 202, accepted: 1_000 });
    }
    expect(await service.process.exited).toEqual({ code: 0, signal: null });
  });
});
