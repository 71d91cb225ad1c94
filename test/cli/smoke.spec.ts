import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { type Instance } from '../../cluster/instance.js';
import { RedisServer } from '../../cluster/redis-server.js';
import { SERVICE } from '../../src/version.js';
import { becomesReady } from '../support/readiness.js';
import { OPERATOR, reaching, startInMemory, startOn } from './support/service.js';
import { Vx11, vx11 } from './support/vx11.js';

const CHECKS = ['health', 'issue', 'principal', 'single-use', 'stream', 'expiry'];

interface Report {
  ok: boolean;
  checks: { check: string; instance: string; ok: boolean; ms: number; detail: string }[];
}

describe('smoke', () => {
  let redis: RedisServer;
  let instances: Instance[];
  beforeAll(async () => {
    redis = await RedisServer.start();
    instances = await Promise.all([startOn(redis, 'one'), startOn(redis, 'two')]);
  });
  afterAll(async () => {
    await Promise.all(instances.map((instance) => instance.kill()));
    await redis.kill();
  });

  /** What comes next needs Redis. */
  async function thawed(): Promise<void> {
    redis.thaw();
    for (const instance of instances) await becomesReady(instance);
  }

  const smoke = async (addresses: readonly string[], credential = OPERATOR) => {
    const { code, stdout } = await vx11(['smoke', '--json', '--heartbeat', '1', ...addresses], {
      env: { VX11_CREDENTIAL: credential },
    });
    const report = JSON.parse(stdout) as Report;
    return { code, report, failed: report.checks.filter(({ ok }) => !ok) };
  };

  it('passes for two healthy instances, and waits until a token has expired', async () => {
    const { code, report } = await smoke(instances.map(({ baseUrl }) => baseUrl));
    expect(report.checks.filter(({ ok }) => !ok)).toEqual([]);
    expect([code, report.ok, report.checks.length]).toEqual([0, true, 2 * CHECKS.length]);
    for (const { check, ms } of report.checks) if (check === 'expiry') expect(ms).toBeGreaterThanOrEqual(6_000);
  });

  it('prints a line for each check', async () => {
    const { code, stdout } = await vx11(['smoke', '--heartbeat', '1'], { env: reaching(instances[0]!) });
    expect(code).toBe(0);
    for (const check of CHECKS) expect(stdout).toMatch(new RegExp(`^ok {4}${check} +http\\S+ {2}\\d+ ms {2}\\S`, 'm'));
    expect(stdout).toMatch(/^6 checks, 0 failed, \d+\.\d s$/m);
  });

  it('fails if an instance does not run', async () => {
    const { code, failed } = await smoke([instances[0]!.baseUrl, 'http://127.0.0.1:9']);
    expect(code).toBe(10);
    expect(failed.filter(({ instance }) => instance === 'http://127.0.0.1:9/')).toHaveLength(CHECKS.length);
    expect(failed[0]?.detail).toContain('nothing listens there');
  });

  it('fails if instances do not share their tokens', async () => {
    const stranger = await startInMemory();
    const { code, failed } = await smoke([instances[0]!.baseUrl, stranger.baseUrl]);
    await stranger.kill();
    expect(code).toBe(10);
    expect(new Set(failed.map(({ check }) => check))).toEqual(new Set(['stream', 'single-use']));
  });

  it('fails for an empty stream', async () => {
    const hollow = createServer((request, response) => {
      const stream = request.url?.includes('/stream');
      response
        .setHeader('Content-Type', stream ? 'text/event-stream' : 'application/json')
        .setHeader('Cache-Control', 'no-store');
      const body = {
        status: 'ok',
        service: SERVICE,
        version: '0',
        sse_token: 'x'.repeat(43),
        ttl_sec: 1,
        expires_in_sec: 1,
      };
      response.end(stream ? 'retry: 2000\n\n' : JSON.stringify(body));
    }).listen(0, '127.0.0.1');
    await once(hollow, 'listening');
    const { code, failed } = await smoke([`http://127.0.0.1:${(hollow.address() as AddressInfo).port}`]);
    hollow.close();
    expect([code, failed.map(({ check }) => check).sort()]).toEqual([
      10,
      ['expiry', 'principal', 'single-use', 'stream'],
    ]);
    expect(failed.find(({ check }) => check === 'principal')?.detail).toContain('the stream ended empty');
  });

  it('fails while the store does not respond', async () => {
    redis.freeze();
    const { code, failed } = await smoke([instances[0]!.baseUrl]).finally(thawed);
    expect([code, failed.map(({ check }) => check)]).toEqual([
      10,
      expect.arrayContaining(['issue', 'stream', 'single-use', 'expiry']),
    ]);
  });

  it('fails with a wrong credential', async () => {
    const { code, failed } = await smoke([instances[0]!.baseUrl], 'wrong');
    expect([code, failed.length]).toEqual([10, CHECKS.length - 1]);
  });

  it('ends early at Ctrl-C', async () => {
    const running = new Vx11(['smoke', '--heartbeat', '1'], { env: reaching(instances[0]!) });
    await running.printed(2);
    running.signal('SIGINT');
    expect(await running.exit).toBe(130);
  });
});
