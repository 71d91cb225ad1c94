// Instances die, are replaced and are upgraded while streams are open. No stream may lose an event or get one twice:
// positions are kept in Redis, not in an instance.
import { RedisServer } from '../../cluster/redis-server.js';
import { Deployment } from '../support/deployment.js';
import { Load } from './support/load.js';

describe('three instances behind nginx, under load', () => {
  let redis: RedisServer;
  let deployment: Deployment;
  let load: Load;

  beforeAll(async () => {
    redis = await RedisServer.start();
    deployment = await Deployment.start({ redis: { REDIS_URL: redis.url } });
  });

  beforeEach(async () => {
    load = await Load.start(deployment);
    await load.flows();
  });

  afterEach(() => load.stop());

  afterAll(async () => {
    await deployment.stop();
    await redis.stop();
  });

  it('kill -9 of one, and its return', async () => {
    const [victim] = deployment.all;
    load.breaks('an instance killed, and started again');
    await victim!.kill();
    await load.flows();
    await expectSpreadAndFromMemory(deployment.all.filter((instance) => instance !== victim));
    await victim!.restart();
    await load.flows();
    await load.expectComplete();
  });

  it('SIGTERM of one: it drains and exits 0', async () => {
    const [leaver] = deployment.all;
    load.breaks('an instance drained, and started again');
    const { code } = await leaver!.stop();
    expect(code).toBe(0);
    await load.flows();
    await leaver!.restart();
    await load.expectComplete();
  });

  it('a rolling restart of all', async () => {
    for (const instance of deployment.all) {
      load.breaks('all instances restarted, one after the other');
      await instance.restart();
      await load.flows();
    }
    await load.expectComplete();
  });

  it('a reload of nginx', async () => {
    load.breaks('nginx reloaded');
    await deployment.nginx.reload();
    await load.flows();
    await load.expectComplete();
  });

  it('all of them stopped, then started: every client reconnects by itself', async () => {
    load.breaks('all instances killed, then started');
    await Promise.all(deployment.all.map((instance) => instance.kill()));
    for (const instance of deployment.all) await instance.restart();
    await load.flows();
    await load.expectComplete();
  });
});

/** A storm of reconnects must not become a storm of reads, nor fall on one instance. */
async function expectSpreadAndFromMemory(survivors: readonly { readonly baseUrl: string }[]): Promise<void> {
  const pages = await Promise.all(survivors.map(async ({ baseUrl }) => (await fetch(`${baseUrl}/metrics`)).text()));
  const sum = (metric: string) =>
    pages.map((page) => Number(new RegExp(`^${metric} (\\d+)`, 'm').exec(page)?.[1] ?? 0));
  const total = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0);
  const resumed = (source: string) => total(sum(`vx11_streams_resumed_total\\{source="${source}"\\}`));
  expect(resumed('memory')).toBeGreaterThan(9 * (resumed('log') + resumed('gap')));
  const open = sum('vx11_streams_open');
  expect(Math.min(...open)).toBeGreaterThan(total(open) / 4);
}
