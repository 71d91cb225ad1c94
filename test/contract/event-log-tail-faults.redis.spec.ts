// A tail that has stopped looks like a log without new events. The instance must notice the difference, and report it.
import { Redis } from 'ioredis';
import { eventually } from '../../cluster/eventually.js';
import { RedisServer } from '../../cluster/redis-server.js';
import { TcpProxy } from '../../cluster/tcp-proxy.js';
import { RedisEventLog } from '../../src/event-log/event-log.redis.js';
import { type RedisService } from '../../src/redis/redis.service.js';
import { keeping, numbers, range } from './support/events.js';
import { LogSurgery } from './support/log-surgery.js';
import { PatientPublisher } from './support/patient-publisher.js';
import { RecordedTail } from './support/recorded-tail.js';
import { behind, close, connect, lost, ready } from './support/redis-connections.js';

describe('the tail of the log in Redis, when something breaks', () => {
  let server: RedisServer;
  let proxy: TcpProxy;
  let admin: Redis;
  let direct: RedisService;
  let tailing: RedisService;
  let publisher: PatientPublisher;
  let tail: RecordedTail;
  let surgery: LogSurgery;
  let format = 0;

  beforeAll(async () => {
    server = await RedisServer.start();
    admin = new Redis(server.adminUrl);
  });
  beforeEach(async () => {
    format++;
    proxy = await TcpProxy.start(server);
    direct = await connect({ REDIS_URL: server.url });
    tailing = await connect(behind(proxy, server));
    surgery = new LogSurgery(server.adminUrl, format);
    publisher = new PatientPublisher(direct, new RedisEventLog(direct, keeping(5_000), format));
    tail = new RecordedTail(new RedisEventLog({ ...direct, tail: tailing.tail }, keeping(5_000), format));
    await tail.begun();
  });
  afterEach(async () => {
    await tail.stop();
    await Promise.all([direct, tailing].map(close));
    surgery.close();
    await proxy.close();
    expect(tail.faults).toEqual([]);
  });
  afterAll(async () => {
    admin.disconnect();
    await server.kill();
  });

  async function tailLost(): Promise<void> {
    await eventually(() => !tailing.tail.ready || undefined, {
      what: 'the dead connection to be given up',
    });
  }

  it('remakes a connection on which nothing comes any more, within seconds', async () => {
    await tail.reach(await publisher.append(3));
    proxy.swallow();
    const missed = await publisher.append(3);
    await tailLost();
    proxy.resume();
    await tail.reach(missed);
    expect([numbers(tail.entries), tail.gaps]).toEqual([range(1, 6), []]);
  });

  it('remakes a connection that lost one answer and is fine otherwise', async () => {
    await tail.reach(await publisher.append(3));
    proxy.swallow();
    const missed = await publisher.append(3);
    proxy.resume();
    await tail.reach(missed);
    expect([numbers(tail.entries), tail.gaps]).toEqual([range(1, 6), []]);
  });

  it('does not claim to be up to date while its connection is dead', async () => {
    await tail.upToDateAgain();
    proxy.swallow();
    const before = tail.upToDateAt.length;
    await tailLost();
    expect(tail.upToDateAt).toHaveLength(before);
    proxy.resume();
    await tail.upToDateAgain();
  });

  it('goes on after Redis was frozen, killed and started again', async () => {
    await tail.reach(await publisher.append(3));
    server.freeze();
    await tailLost();
    server.thaw();
    await ready(direct);
    await tail.reach(await publisher.append(3));
    await server.kill();
    await lost(direct);
    await server.start();
    await ready(direct);
    await tail.reach(await publisher.append(3));
    expect([numbers(tail.entries), tail.gaps]).toEqual([range(1, 9), []]);
  });

  it('tells that the log was lost with the first event of the new one', async () => {
    await tail.reach(await publisher.append(3));
    await admin.flushall();
    const next = await publisher.append(2);
    await tail.reach(next);
    expect(tail.gaps).toMatchObject([
      { reason: 'log_lost', resumedAt: { ...next, n: 0, ms: expect.any(Number) as number } },
    ]);
    expect(numbers(tail.entries)).toEqual([1, 2, 3, 1, 2]);
  });

  it('tells that the log was lost when it had been empty before, too', async () => {
    await admin.flushall();
    const next = await publisher.append(1);
    await tail.reach(next);
    expect(tail.gaps.map(({ reason }) => reason)).toEqual(['log_lost']);
    expect(numbers(tail.entries)).toEqual([1]);
  });

  it('tells on its next connection that the log was lost, although there is no new event', async () => {
    await tail.reach(await publisher.append(3));
    await admin.flushall();
    tailing.tail.reconnect();
    const { reason, resumedAt } = await tail.firstGap();
    expect([reason, resumedAt.n]).toEqual(['log_lost', 0]);
    expect(resumedAt.epoch).not.toBe(tail.entries[0]!.position.epoch);
  });

  it.each([
    ['on a live connection', () => Promise.resolve()],
    ['with its connection cut', () => surgery.killClients()],
  ])('goes on after the last common entry when a failover lost the newest ones, %s', async (_, cut) => {
    const common = await publisher.append(5);
    const failover = await surgery.save();
    await tail.reach(await publisher.append(4));
    await failover();
    await cut();
    const next = await publisher.append(3);
    await tail.reach(next);
    expect(tail.gaps).toMatchObject([{ reason: 'log_rewound', resumedAt: common }]);
    expect(numbers(tail.entries)).toEqual([...range(1, 9), 6, 7, 8]);
    const labels = tail.entries.map(({ json }) => (JSON.parse(json) as { label: number }).label);
    expect(labels).toEqual(range(1, 12));
  });

  it('tells that the newest entries were lost although nothing was appended since', async () => {
    const common = await publisher.append(5);
    const failover = await surgery.save();
    await tail.reach(await publisher.append(4));
    await failover();
    await surgery.killClients();
    expect(await tail.firstGap()).toMatchObject({ reason: 'log_rewound', resumedAt: common });
  });

  it('finds its place again while Redis is out of memory: reading takes none', async () => {
    await tail.reach(await publisher.append(3));
    await server.cli('CONFIG', 'SET', 'maxmemory', '1');
    tailing.tail.reconnect();
    await tailLost();
    await tail.upToDateAgain().finally(() => server.cli('CONFIG', 'SET', 'maxmemory', '256mb'));
    expect(tail.gaps).toEqual([]);
  });

  it('tells what was trimmed while it was away', async () => {
    await tail.reach(await publisher.append(3));
    proxy.swallow();
    const last = await publisher.append(20);
    await surgery.trim(5);
    await tailLost();
    proxy.resume();
    await tail.reach(last);
    expect(tail.gaps.map(({ reason, resumedAt }) => [reason, resumedAt.n])).toEqual([['trimmed', 18]]);
    expect(numbers(tail.entries)).toEqual([1, 2, 3, ...range(19, 23)]);
  });
});
