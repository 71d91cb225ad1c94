// A Redis that replies but refuses writes looks healthy to a check that only needs a reply. It must be one loss and one recovery in
// the log, the metrics and the events, however long it lasts.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../../cluster/eventually.js';
import { type Instance } from '../../cluster/instance.js';
import { RedisServer } from '../../cluster/redis-server.js';
import { sample } from '../e2e/support/metrics.js';
import { type Api, event } from '../support/api.js';
import { Instances } from '../support/instances.js';

interface Outage {
  readonly reason: string;
  /** `vx11_redis_up` meanwhile: without memory tokens can still be redeemed. */
  readonly up: 0 | 1;
  readonly begin: (redis: RedisServer) => Promise<unknown>;
  readonly end: (redis: RedisServer) => Promise<unknown>;
}

const set = (name: string, during: string, after: string) => ({
  begin: (redis: RedisServer) => redis.cli('CONFIG', 'SET', name, during),
  end: (redis: RedisServer) => redis.cli('CONFIG', 'SET', name, after),
});

const OUTAGES: readonly Outage[] = [
  {
    reason: 'readonly',
    up: 0,
    begin: (redis) => redis.cli('REPLICAOF', '127.0.0.1', '1'),
    end: (redis) => redis.cli('REPLICAOF', 'NO', 'ONE'),
  },
  { reason: 'noreplicas', up: 0, ...set('min-replicas-to-write', '1', '0') },
  { reason: 'oom', up: 1, ...set('maxmemory', '1', '256mb') },
  {
    reason: 'acl',
    up: 1,
    begin: (redis) => redis.cli('ACL', 'SETUSER', 'vx11', '-set', '-xadd'),
    end: (redis) => redis.cli('ACL', 'SETUSER', 'vx11', '+set', '+xadd'),
  },
];

describe('a Redis that refuses writes', () => {
  let redis: RedisServer;
  let instances: Instances;
  let instance: Instance;
  let api: Api;

  const lines = (pattern: RegExp) =>
    instance
      .output()
      .split('\n')
      .filter((line) => pattern.test(line));
  const becomes = (series: string, value: number) =>
    eventually(async () => (await sample(instance, series)) === value || undefined, {
      what: `${series} to be ${value}`,
    });
  const refused = (reason: string) => `vx11_redis_writes_refused{reason="${reason}"}`;
  /** The connection that reads the log may come back a moment after the others: until then it is asked again. */
  const toldOf = (type: string) =>
    eventually(
      async () => {
        const { body } = await api.call('GET', `/operator/api/events?limit=1000&event_type=${type}`);
        return body.events as { payload: Record<string, unknown> }[] | undefined;
      },
      { what: 'the history' },
    );

  async function start(options?: Parameters<typeof RedisServer.start>[0]): Promise<void> {
    redis = await RedisServer.start(options);
    instances = new Instances({ REDIS_URL: redis.url });
    instance = await instances.add();
    api = instances.api(instance);
    await becomes('vx11_redis_up', 1);
    await eventually(async () => (await toldOf('instance.started'))[0], { what: 'the event of the start' });
  }

  afterEach(async () => {
    await instances.stop();
    await redis.kill();
  });

  it.each(OUTAGES)('is one line, one metric and one recovery: $reason', async ({ reason, up, begin, end }) => {
    // CWE-778: an outage that leaves every gauge and every alert as it was is found by the callers.
    await start();
    await begin(redis);
    await becomes(refused(reason), 1);
    await becomes('vx11_redis_up', up);
    const ready = await api.call('GET', '/health/ready');
    expect([ready.status, JSON.stringify(ready.body)]).toEqual([503, expect.stringMatching(/takes no writes/)]);
    await end(redis);
    await becomes(refused(reason), 0);
    await becomes('vx11_redis_up', 1);
    await api.publish(event());
    expect(lines(/refuses writes/)).toHaveLength(1);
    expect(lines(/refuses writes/)[0]).toMatch(new RegExp(`"level":50.*\\(${reason}\\)`));
    expect(lines(/takes writes again after/)).toHaveLength(1);
    expect(lines(/store is (lost|back)/)).toEqual([]);
  });

  it('is noticed when its disk is full', async () => {
    // CWE-778: the append-only file cannot be written, and nothing but writes tells.
    await start({ config: 'bare', extraArgs: ['--enable-protected-configs', 'yes', '--save', '3600 1'] });
    const gone = join(redis.dir, 'gone');
    mkdirSync(gone);
    await redis.cli('CONFIG', 'SET', 'dir', gone);
    rmSync(gone, { recursive: true });
    await redis.cli('BGSAVE');
    await becomes(refused('disk'), 1);
    await becomes('vx11_redis_up', 0);
    await redis.cli('CONFIG', 'SET', 'dir', redis.dir);
    await redis.cli('BGSAVE');
    await becomes(refused('disk'), 0);
    expect(lines(/refuses writes/)).toHaveLength(1);
  });

  it('a query of its memory without a reply is no loss', async () => {
    // CWE-754: what could not be asked about memory was taken for a store that is gone.
    await start();
    await redis.cli('ACL', 'SETUSER', 'vx11', '-info');
    await redis.cli('ACL', 'LOG', 'RESET');
    const asked = async () => /\binfo\b/.test(await redis.cli('ACL', 'LOG')) || undefined;
    await eventually(asked, { what: 'it to be asked' });
    expect(await sample(instance, 'vx11_redis_up')).toBe(1);
    await api.publish(event());
    expect(lines(/store is lost/)).toEqual([]);
  });

  it('as a replica for a while, is one loss and one recovery among the events', async () => {
    // CWE-400: a connection that is made anew for each refused write told of two events each time.
    await start();
    const connections = async () =>
      Number(/total_connections_received:(\d+)/.exec(await redis.cli('INFO', 'stats'))?.[1]);
    await redis.cli('REPLICAOF', '127.0.0.1', '1');
    let ours = await connections();
    // It connects anew every two seconds at most, to see whether it finds a primary.
    const reconnected = async () => {
      const { status } = await api.call('POST', '/operator/api/events', event());
      ours++;
      return (status === 503 && (await connections()) >= ours + 3) || undefined;
    };
    await eventually(reconnected, { what: 'three new connections', everyMs: 200 });
    await redis.cli('REPLICAOF', 'NO', 'ONE');
    await becomes('vx11_redis_up', 1);
    await eventually(async () => (await toldOf('store.recovered'))[0], { what: 'the recovery to be told' });
    expect([(await toldOf('store.lost')).length, (await toldOf('store.recovered')).length]).toEqual([1, 1]);
    expect(lines(/refuses writes|takes writes again/)).toHaveLength(2);
    expect(lines(/commands: connect/)).toHaveLength(1);
  });

  it('a store that comes and goes does not push other events out of the log', async () => {
    // CWE-779: each loss is two events, and the log has room for some thousands only.
    await start();
    for (let cut = 0; cut < 12; cut++) {
      const lost = lines(/The store is lost/).length;
      await redis.cli('CLIENT', 'KILL', 'TYPE', 'normal');
      await eventually(() => lines(/The store is lost/).length > lost || undefined, { what: 'the loss' });
      await becomes('vx11_redis_up', 1);
    }
    await eventually(async () => (await toldOf('store.recovered')).length >= 5 || undefined, { what: 'five events' });
    expect((await toldOf('store.lost')).length).toBe(5);
  });

  it('frozen, is one line at its loss and one at its recovery', async () => {
    // CWE-779: two warnings every three seconds hide whatever else happens.
    await start();
    redis.freeze();
    await instance.waitForOutput(/The store is lost/);
    // Each connection is given up and made again several times meanwhile.
    const asked = async () =>
      (await sample(instance, 'vx11_redis_errors_total{operation="append"}')) >= 12 || undefined;
    await eventually(
      async () => {
        await api.call('POST', '/operator/api/events', event());
        return asked();
      },
      { what: 'it to be asked in vain' },
    );
    redis.thaw();
    await instance.waitForOutput(/The store is back after/);
    expect(lines(/The store is (lost|back)/)).toHaveLength(2);
    expect(lines(/"level":40.*"context":"Redis"/).length).toBeLessThanOrEqual(2);
  });
});
