// In Kubernetes an upgrade replaces every instance by one with another address. nginx learns the addresses by name, and no
// stream may lose an event or get one twice meanwhile.
import { freePort } from '../../cluster/free-port.js';
import { RedisServer } from '../../cluster/redis-server.js';
import { FollowingNginx, Name } from '../deploy/support/following-nginx.js';
import { Instances } from '../support/instances.js';
import { Api } from '../support/api.js';
import { Load } from './support/load.js';

describe('two instances behind nginx that follows their name, under load', () => {
  let redis: RedisServer;
  let instances: Instances;
  let nginx: FollowingNginx;
  let load: Load | undefined;
  const name = new Name();

  beforeAll(async () => {
    redis = await RedisServer.start();
    instances = new Instances({ VX11_TRUSTED_PROXIES: 'loopback', REDIS_URL: redis.url, VX11_DRAIN_SECONDS: '5' });
  });
  afterAll(async () => {
    await load?.stop();
    await nginx?.stop();
    await instances.stop();
    await redis.stop();
  });

  it('both replaced, one after the other, by others with other addresses', async () => {
    const port = await freePort();
    let addresses: string[] = [];
    /** Starts the `n`th instance, and lets the name stand for it, too. */
    const start = async (n: number) => {
      const instance = await instances.add({}, { port, host: `127.0.0.${n}` });
      name.standsFor(...(addresses = [...addresses, instance.host]));
      return instance;
    };
    const old = [await start(1), await start(2)];
    nginx = await FollowingNginx.start(`instances:${port}`, name);
    load = await Load.start(
      { api: new Api(nginx.baseUrl, instances.credential), all: old, apiOf: (instance) => instances.api(instance) },
      { throughNginx: true },
    );
    await load.flows();
    let changes = 0;
    for (const [index, leaver] of old.entries()) {
      load.breaks('pods replaced, one after the other, by others with other addresses');
      await start(3 + index);
      await nginx.changed(++changes);
      name.standsFor(...(addresses = addresses.filter((one) => one !== leaver.host)));
      await nginx.changed(++changes);
      expect((await leaver.stop()).code).toBe(0);
      await load.flows();
    }
    await load.expectComplete();
  });
});
