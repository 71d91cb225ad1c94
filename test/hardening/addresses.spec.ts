// Callers are counted by their address. No caller may be counted under the address of another.
import { readFileSync } from 'node:fs';
import { eventually } from '../../cluster/eventually.js';
import { limitOf } from '../e2e/support/limit-of.js';
import { appsOfEachTest } from '../e2e/support/started-apps.js';
import { type InProcessApp } from '../support/in-process-app.js';
import { SseReader } from '../support/sse-reader.js';

const EVENTS = '/operator/api/events';

/** The access log line of the request with this correlation id. */
function lineOf({ logFile }: InProcessApp, id: string): Promise<Record<string, unknown>> {
  const look = () =>
    readFileSync(logFile, 'utf8')
      .split('\n')
      .filter((text) => text.includes(`"correlation_id":"${id}"`) && text.includes('"msg":"request"'))
      .map((text) => JSON.parse(text) as Record<string, unknown>)[0];
  return eventually(look, { what: `the log line of ${id}` });
}

describe('the address of a caller', () => {
  const start = appsOfEachTest();
  const TRUSTING = { VX11_TRUSTED_PROXIES: 'loopback' };

  it('is in the log line of every request, also of a stream', async () => {
    // ASVS 16.2.1: a line that does not say who called is no use when somebody attacks.
    const app = await start(TRUSTING);
    const headers = (id: string, address: string) => ({ 'X-Correlation-Id': id, 'X-Forwarded-For': address });
    await app.reader.call('GET', EVENTS, undefined, headers('history', '192.0.2.1'));
    await app.reader.call('GET', '/nowhere', undefined, headers('nowhere', '2001:DB8::1'));
    const stream = await SseReader.open(app.reader.streamUrl(await app.reader.token()), {
      headers: headers('stream', '::ffff:192.0.2.3'),
    });
    await stream.first('snapshot');
    stream.close();
    expect(await lineOf(app, 'history')).toMatchObject({ address: '192.0.2.1', status: 200 });
    expect(await lineOf(app, 'nowhere')).toMatchObject({ address: '2001:db8::1', status: 404 });
    expect(await lineOf(app, 'stream')).toMatchObject({ address: '192.0.2.3', status: 200 });
  });

  it('is taken from a trusted proxy only where it is an IP address', async () => {
    // CWE-348: whatever else is believed can be written into logs and counted as somebody else.
    const app = await start(TRUSTING);
    for (const [id, said] of Object.entries({ name: 'localhost', port: '192.0.2.1:80', long: 'x'.repeat(2_000) })) {
      const headers = { 'X-Correlation-Id': id, 'X-Forwarded-For': said };
      await app.reader.call('GET', EVENTS, undefined, headers);
      expect(await lineOf(app, id)).toMatchObject({ address: '127.0.0.1' });
    }
  });

  it('is not taken from a caller that is no trusted proxy', async () => {
    // CWE-290: a caller that names its own address is under nobody's limit.
    const app = await start(limitOf(2));
    const ask = (address: string) =>
      app.reader.call('POST', `${EVENTS}/sse-token`, undefined, { 'X-Forwarded-For': address });
    expect((await ask('192.0.2.1')).status).toBe(200);
    expect((await ask('192.0.2.2')).status).toBe(200);
    expect((await ask('192.0.2.3')).status).toBe(429);
  });

  it('counts with all of its /64 where it is an IPv6 address', async () => {
    // CWE-770: one subscriber has 2^64 addresses, each of which would get a limit of its own.
    const app = await start({ ...TRUSTING, ...limitOf(2) });
    const ask = (address: string) =>
      app.reader.call('POST', `${EVENTS}/sse-token`, undefined, { 'X-Forwarded-For': address });
    expect((await ask('2001:db8:1:2::1')).status).toBe(200);
    expect((await ask('2001:db8:1:2:ffff::2')).status).toBe(200);
    expect((await ask('2001:db8:1:2:3:4:5:6')).status).toBe(429);
    expect((await ask('2001:db8:1:3::1')).status).toBe(200);
  });
});
