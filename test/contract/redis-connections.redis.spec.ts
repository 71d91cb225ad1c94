// An instance keeps three connections to Redis for weeks. Each must come back by itself, without a restart of the
// instance.
import { eventually } from '../../cluster/eventually.js';
import { RedisServer } from '../../cluster/redis-server.js';
import { SentinelTopology } from '../../cluster/sentinel.js';
import { TcpProxy } from '../../cluster/tcp-proxy.js';
import { COMMAND_TIMEOUT_MS } from '../../src/redis/redis-options.js';
import { type RedisService } from '../../src/redis/redis.service.js';
import { behind, close, connect, lost, ready, rejection } from './support/redis-connections.js';

describe('the connections to Redis', () => {
  let server: RedisServer;
  let service: RedisService;
  let proxy: TcpProxy;
  beforeAll(async () => (server = await RedisServer.start()));
  beforeEach(async () => {
    proxy = await TcpProxy.start(server);
    service = await connect(behind(proxy, server));
  });
  afterEach(async () => {
    await close(service);
    await proxy.close();
  });
  afterAll(() => server.kill());

  it('are named after the instance, and gone when it is closed', async () => {
    const names = async () => (await server.cli('CLIENT', 'LIST')).match(/(?<=name=)vx11\S+/g)?.sort() ?? [];
    expect(await names()).toEqual(['commands', 'reads', 'tail'].map((name) => `vx11:contract:${name}`));
    service.onApplicationShutdown();
    await eventually(async () => (await names()).length === 0 || undefined, { what: 'all to be closed' });
  });

  it('settle every command that was under way when they were cut', async () => {
    proxy.swallow();
    const { client } = service.commands;
    const commands = [client.time(), client.get('{vx11}:x'), client.multi().time().exec()];
    const settled = Promise.allSettled([...commands, service.tail.client.time()]);
    proxy.cut();
    expect((await settled).map(({ status }) => status)).toEqual(Array(4).fill('rejected'));
    proxy.resume();
  });

  it('take a reply that came while the process was held up for longer than a reply may take', async () => {
    const direct = await connect({ REDIS_URL: server.url });
    const { client } = direct.commands;
    // Timers come next, before sockets.
    await new Promise((resolve) => setImmediate(resolve));
    const replies = Array.from({ length: 100 }, () => client.time());
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1.2 * COMMAND_TIMEOUT_MS);
    const settled = await Promise.allSettled(replies);
    await close(direct);
    expect(settled.filter(({ status }) => status === 'rejected')).toEqual([]);
  });

  it('come back after they were cut ten times over', async () => {
    for (let cut = 0; cut < 10; cut++) {
      const broken = lost(service);
      proxy.cut();
      await broken;
      await ready(service);
    }
    expect(await service.commands.client.time()).toHaveLength(2);
  });

  it('are given up when nothing comes any more, and made again', async () => {
    proxy.swallow();
    await rejection(service.commands.client.time());
    expect(service.monitor.lostAt ?? new Date()).toBeInstanceOf(Date);
    await lost(service);
    expect(service.monitor.available).toBe(false);
    expect(service.clock.deadline()).toBeUndefined();
    proxy.resume();
    await ready(service);
    expect(service.clock.deadline()).toBeGreaterThan(Date.now() - 60_000);
  });

  it('tell once that Redis is away and once that it is back, and since when', async () => {
    const told: [boolean, Date | undefined][] = [];
    service.monitor.onChange((available) => told.push([available, service.monitor.lostAt]));
    await server.kill();
    await lost(service);
    await server.start();
    await ready(service);
    const [[, since]] = told as [[boolean, Date]];
    expect(told).toEqual([
      [false, since],
      [true, since],
    ]);
    expect(service.monitor.lostAt).toBeUndefined();
  });

  it.each(['commands', 'reads', 'tail'] as const)(
    'come back when one is remade while it is being made: %s',
    async (which) => {
      const { client } = service[which];
      client.once('connecting', () => service[which].reconnect());
      service[which].reconnect();
      await eventually(() => client.status !== 'ready' || undefined, { what: 'the connection to be dropped' });
      await ready(service);
    },
  );
});

describe('the connections to Redis by Sentinel', () => {
  let topology: SentinelTopology;
  beforeAll(async () => (topology = await SentinelTopology.start()));
  afterAll(() => topology.stop());

  it('come back when one is remade while the sentinels are being asked', async () => {
    const service = await connect(topology.env);
    const { client } = service.tail;
    client.once('connecting', () => setImmediate(() => service.tail.reconnect()));
    service.tail.reconnect();
    await eventually(() => client.status !== 'ready' || undefined, { what: 'the connection to be dropped' });
    await ready(service).finally(() => close(service));
  });

  it('wait for sentinels that are not there yet', async () => {
    const [first] = topology.ports.sentinels;
    const proxy = await TcpProxy.start({ port: first! });
    await proxy.close();
    const opening = connect({ ...topology.env, REDIS_SENTINELS: `127.0.0.1:${proxy.port}` });
    const back = await TcpProxy.start({ port: first! }, proxy.port);
    await close(await opening);
    await back.close();
  });
});
