// Redis, which all instances share, restarts, freezes or loses its data. Streams must go on where that is possible, and
// get a `gap` where it is not.
import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '../../cluster/eventually.js';
import { RedisServer } from '../../cluster/redis-server.js';
import { sample } from '../e2e/support/metrics.js';
import { Deployment } from '../support/deployment.js';
import { becomesReady } from '../support/readiness.js';
import { Load } from './support/load.js';
import { SCALE } from './support/scale.js';

/** Without memory tokens can still be redeemed and open streams go on; without a replica nothing is written at all. */
const REFUSALS = [
  { why: 'no replica', reason: 'noreplicas', setting: 'min-replicas-to-write', during: '1', after: '0' },
  { why: 'out of memory', reason: 'oom', setting: 'maxmemory', during: '1', after: '256mb' },
];

describe('three instances under load, and their Redis', () => {
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

  afterEach(async () => {
    redis.thaw();
    await load.stop();
  });

  afterAll(async () => {
    await deployment.stop();
    await redis.stop();
  });

  it('is restarted with its data: nothing is missing', async () => {
    load.breaks('Redis restarted with its data');
    await redis.stop();
    await Promise.all(deployment.all.map((instance) => becomesReady(instance, 503)));
    await redis.start();
    await load.flows();
    await load.expectComplete();
  });

  it('is frozen for a while: nothing is missing', async () => {
    load.breaks(`Redis frozen for ${SCALE.freezeMs / 1_000} seconds`);
    redis.freeze();
    await delay(SCALE.freezeMs);
    redis.thaw();
    await load.flows();
    await load.expectComplete();
  });

  it('is restarted empty: every stream gets a gap, and every event since', async () => {
    load.breaks('Redis restarted empty');
    await redis.kill();
    redis.wipe();
    await redis.start();
    await deployment.ready();
    await load.flows();
    await expectToldAndCompleteSince(load);
  });

  it('is emptied by another program: every stream gets a gap, and every event since', async () => {
    load.breaks('Redis emptied with FLUSHALL');
    await redis.cli('FLUSHALL');
    await load.flows();
    await expectToldAndCompleteSince(load);
  });

  it.each(REFUSALS)(
    'refuses writes, $why: nothing is missing, and publishing goes on after it',
    async (refusal) => {
      const { why, reason, setting, during, after } = refusal;
      load.breaks(`Redis refused writes, ${why}`);
      await redis.cli('CONFIG', 'SET', setting, during);
      try {
        const refused = `vx11_redis_writes_refused{reason="${reason}"}`;
        const told = async () => (await sample(deployment.all[0]!, refused)) === 1 || undefined;
        await eventually(told, { what: `${refused} to be 1` });
        await delay(SCALE.refusalMs);
      } finally {
        await redis.cli('CONFIG', 'SET', setting, after);
      }
      await load.flows();
      await load.expectComplete();
    },
    120_000,
  );

  it('is away while an instance dies: the others go on, and nothing is missing', async () => {
    load.breaks('an instance killed while Redis is away, and started again');
    await redis.stop();
    await Promise.all(deployment.all.map((instance) => becomesReady(instance, 503)));
    const [victim] = deployment.all;
    await victim!.kill();
    await redis.start();
    await load.flows();
    await victim!.restart();
    await load.flows();
    await load.expectComplete();
  });
});

/** All streams were told that the log was lost, and have every event of the new one exactly once. */
async function expectToldAndCompleteSince(load: Load): Promise<void> {
  const accepted = await load.finish();
  const epoch = accepted.at(-1)!.split('-')[0]!;
  const ofNewLog = (id: string) => id.startsWith(`${epoch}-`);
  const since = accepted.filter(ofNewLog);
  load.report(since);
  expect(since.length).toBeGreaterThan(20);
  for (const { ids, gaps } of load.clients) {
    expect(gaps.map(({ reason }) => reason)).toContain('log_lost');
    expect(ids.filter(ofNewLog)).toEqual(since);
    expect(new Set(ids).size).toBe(ids.length);
  }
}
