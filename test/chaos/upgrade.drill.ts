// During an upgrade, instances of two versions share one Redis, for a minute or for days. The older one cannot read the
// new format; so the newer one writes the old format until an operator changes it. docs/deployment/rolling-upgrade.md
// describes the steps.
import { eventually } from '../../cluster/eventually.js';
import { type Instance } from '../../cluster/instance.js';
import { RedisServer } from '../../cluster/redis-server.js';
import { KEYS, LOG } from '../../src/redis/redis-keys.js';
import { sample } from '../e2e/support/metrics.js';
import { Deployment } from '../support/deployment.js';
import { Load } from './support/load.js';
import { SCALE } from './support/scale.js';
import { buildVersion } from './support/version-before.js';

const NOW = 'dist/main.js';

describe('three instances of version 1.0.0 behind nginx, under load', () => {
  let before: string;
  let redis: RedisServer;
  let deployment: Deployment;
  let load: Load;

  beforeAll(async () => {
    before = await buildVersion('1.0.0');
  }, 60_000);

  beforeEach(async () => {
    redis = await RedisServer.start();
    deployment = await Deployment.start({ redis: { REDIS_URL: redis.url }, script: before });
    load = await Load.start(deployment);
    await load.flows();
  }, 60_000);

  afterEach(async () => {
    await load.stop();
    await deployment.stop();
    await redis.stop();
  });

  it('are replaced one by one, then the format of the log is changed: every stream has every event once', async () => {
    for (const instance of deployment.all) {
      load.breaks('a rolling upgrade from 1.0.0, one instance after the other');
      await instance.replaceBy(NOW);
      await load.flows();
      expect(await sample(instance, 'vx11_log_format')).toBe(1);
    }
    await redis.cli('HSET', KEYS.eventsMeta(LOG), 'format', '2');
    await load.flows();
    await Promise.all(deployment.all.map((instance) => becomesFormat(instance, 2)));
    await load.expectComplete();
  }, 300_000);

  it('work beside newer ones, and take their places back: every stream has every event once', async () => {
    const [first, second] = deployment.all;
    await first!.replaceBy(NOW);
    await second!.replaceBy(NOW);
    await load.flows(SCALE.eventsSideBySide);
    for (const instance of [first!, second!]) {
      load.breaks('two versions side by side, then back to 1.0.0');
      await instance.replaceBy(before);
    }
    await load.flows();
    await load.expectComplete();
  }, 300_000);
});

function becomesFormat(instance: Instance, format: number): Promise<true> {
  const look = async () => (await sample(instance, 'vx11_log_format')) === format || undefined;
  return eventually(look, { what: `${instance.name} to write format ${format}` });
}
