// A failover loses what was not replicated. A spent token must stay spent, and a stream that misses events must get a
// gap.
import { eventually } from '../../cluster/eventually.js';
import { SentinelTopology } from '../../cluster/sentinel.js';
import { TcpProxy } from '../../cluster/tcp-proxy.js';
import { RedisEventLog } from '../../src/event-log/event-log.redis.js';
import { type RedisService } from '../../src/redis/redis.service.js';
import { type ResumeDigest } from '../../src/token-store/resume.js';
import { type TokenDigest } from '../../src/token-store/token-store.interface.js';
import { RedisTokenStore } from '../../src/token-store/token-store.redis.js';
import { type Position } from '../../src/event-log/position.js';
import { keeping, newEvents, numbers, range } from './support/events.js';
import { PatientPublisher } from './support/patient-publisher.js';
import { RecordedTail } from './support/recorded-tail.js';
import { close, connect, ready } from './support/redis-connections.js';
import { BOUNDS, grantFor, newDigest } from './token-store.contract.js';

const GRANT = grantFor('operator');

describe('after a failover to a replica that had been cut off', () => {
  let topology: SentinelTopology;
  let proxy: TcpProxy;
  let service: RedisService;
  let store: RedisTokenStore;
  let log: RedisEventLog;
  let tail: RecordedTail;
  let spent: TokenDigest;
  let unspent: TokenDigest;
  let resumable: TokenDigest;
  const cookie = { entry: newDigest() as string as ResumeDigest, stream: 'stream' };
  let seat = 0;
  let common: Position;
  let lostEnd: Position;

  beforeAll(async () => {
    topology = await SentinelTopology.start();
    service = await connect(topology.env);
    store = new RedisTokenStore(service, BOUNDS);
    log = new RedisEventLog(service, keeping(1_000));
    tail = new RecordedTail(log);
    await tail.begun();
    proxy = await TcpProxy.start({ port: topology.ports.primary });
    await topology.replicateThrough(proxy.port);

    [spent, unspent] = [newDigest(), newDigest()];
    resumable = newDigest();
    await store.issue(resumable, GRANT, 300);
    await store.redeem(resumable, [], cookie);
    for (const digest of [spent, unspent]) await store.issue(digest, GRANT, 300);
    common = (await log.append(newEvents(5))).at(-1)!;
    await topology.primary.cli('WAIT', '1', '5000');
    proxy.swallow();
    expect(await store.redeem(spent)).toEqual({ grant: GRANT });
    const lost = await store.redeem(resumable, [], cookie);
    seat = 'seat' in lost ? lost.seat!.number : Infinity;
    lostEnd = (await log.append(newEvents(4, 6))).at(-1)!;
    await tail.reach(lostEnd);
    topology.primary.freeze();
    await topology.failedOverFrom(topology.ports.primary);
    await reached(topology.ports.replica);
  });

  /** Waits until the service uses the server on this port, although the server it used before is frozen and its connections are open. */
  async function reached(port: number): Promise<void> {
    const there = async () => {
      const asked = [service.commands, service.reads].map(({ client }) => client.info('server').catch(() => ''));
      return (await Promise.all(asked)).every((info) => info.includes(`tcp_port:${port}`)) || undefined;
    };
    await eventually(there, { what: 'the service to find the new primary' });
    await ready(service);
  }

  afterAll(async () => {
    await tail.stop();
    await close(service);
    await proxy.close();
    await topology.stop();
  });

  it('finds the replica promoted and without what was swallowed', async () => {
    expect(await topology.primaryPort()).toBe(topology.ports.replica);
    const service = await connect(topology.env);
    const { head } = await new RedisEventLog(service, keeping(1_000)).read('start', 1);
    await close(service);
    expect(head).toEqual(common);
  });

  it('refuses the token that was redeemed before, although the new primary never heard of that', async () => {
    expect(await store.redeem(spent)).toEqual({ refused: 'stale', principal: 'operator' });
    expect(await store.redeem(unspent)).toEqual({ refused: 'stale', principal: 'operator' });
  });

  it('resumes with a cookie, since the failover may be why a stream broke, and supersedes a resumption that was lost', async () => {
    const resumed = await store.redeem(resumable, [], cookie);
    expect(resumed).toMatchObject({ grant: GRANT, seat: { resumed: true } });
    expect('seat' in resumed ? resumed.seat!.number : 0).toBeGreaterThan(seat);
  });

  it('issues and redeems new tokens', async () => {
    const digest = newDigest();
    await store.issue(digest, GRANT, 60);
    expect((await store.stats()).live).toBe(1);
    expect(await store.redeem(digest)).toEqual({ grant: GRANT });
  });

  it('tells every position that was lost as a gap', async () => {
    expect((await log.read(lostEnd, 10)).gap).toBe('log_rewound');
    expect((await log.read(common, 10)).gap).toBeUndefined();
  });

  it('lets the tail go on after the last common entry', async () => {
    const last = await new PatientPublisher(service, log).append(4);
    await tail.reach(last);
    expect(tail.gaps).toMatchObject([{ reason: 'log_rewound', resumedAt: common }]);
    expect(numbers(tail.entries)).toEqual([...range(1, 9), ...range(6, 9)]);
    expect(tail.faults).toEqual([]);
  });

  it('stays with the new primary when the old one wakes up', async () => {
    topology.primary.thaw();
    const digest = newDigest();
    await store.issue(digest, GRANT, 60);
    await reached(topology.ports.replica);
    expect(await store.redeem(spent)).toEqual({ refused: 'stale', principal: 'operator' });
    expect(await store.redeem(digest)).toEqual({ grant: GRANT });
  });

  it('gives no position a second time', () => {
    const ids = tail.entries.map(({ position }) => `${position.ms}-${position.n}`);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
