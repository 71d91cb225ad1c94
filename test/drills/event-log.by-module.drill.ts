// docs/scaling.md says what a log for each group of modules, on a Redis of its own, would bring and what it would cost.
import { RedisServer } from '../../cluster/redis-server.js';
import { EventLogUnavailableError } from '../../src/event-log/event-log.errors.js';
import { type EventLog, type LogEntry, type NewEvent } from '../../src/event-log/event-log.interface.js';
import { RedisEventLog } from '../../src/event-log/event-log.redis.js';
import { type Position } from '../../src/event-log/position.js';
import { type RedisService } from '../../src/redis/redis.service.js';
import { everything, keeping, newEvent, numbers, range } from '../contract/support/events.js';
import { RecordedTail } from '../contract/support/recorded-tail.js';
import { HoldingProxy } from '../contract/support/holding-proxy.js';
import { behind, close, connect } from '../contract/support/redis-connections.js';

/** Each module has a log of its own here. */
const MODULES = ['madre', 'switch'] as const;
type Module = (typeof MODULES)[number];
type ByModule<T> = Record<Module, T>;

/** A log by modules, as far as it can be had with today's seam: a position in it is one position for each log. */
class ModuleLogs {
  constructor(private readonly logs: ByModule<EventLog>) {}

  /** Appends the events of each module to its log: all or none of a module, but not of the call. */
  async append(events: readonly NewEvent[]): Promise<PromiseSettledResult<Position[]>[]> {
    const parts = MODULES.map((module) => events.filter((event) => event.module === module));
    return Promise.allSettled(parts.map((part, index) => this.logs[MODULES[index]!].append(part)));
  }

  /** The entries after a position, those of each log in their order. There is no order between the logs. */
  async read(after: ByModule<Position | 'start'>): Promise<{ entries: LogEntry[]; reached: ByModule<Position> }> {
    const [madre, other] = await Promise.all(MODULES.map((module) => this.logs[module].read(after[module], 1_000)));
    return {
      entries: [...madre!.entries, ...other!.entries],
      reached: { madre: madre!.reached, switch: other!.reached },
    };
  }
}

/** Notes the modules of the entries in the order in which they come. */
class OrderedTail extends RecordedTail {
  constructor(
    log: EventLog,
    private readonly order: string[],
  ) {
    super(log);
  }

  override batch(entries: readonly LogEntry[]): void {
    this.order.push(...entries.map(({ module }) => module));
    super.batch(entries);
  }
}

describe('a log for each module, each on a Redis of its own', () => {
  let servers: ByModule<RedisServer>;
  const services: RedisService[] = [];

  /** The logs as one instance sees them. */
  const instance = async (env: Partial<ByModule<{ REDIS_URL: string }>> = {}): Promise<ByModule<RedisEventLog>> => {
    const [madre, other] = await Promise.all(
      MODULES.map(async (module) => {
        const service = await connect(env[module] ?? { REDIS_URL: servers[module].url });
        services.push(service);
        return new RedisEventLog(service, keeping(10_000));
      }),
    );
    return { madre: madre!, switch: other! };
  };

  const mixed = (count: number, first = 1) =>
    range(first, first + count - 1).map((label) => {
      const module = MODULES[label % 2]!;
      return newEvent(label, { module, idempotencyKey: `event ${label}` });
    });

  beforeEach(async () => {
    const [madre, other] = await Promise.all(MODULES.map(() => RedisServer.start()));
    servers = { madre: madre!, switch: other! };
  });
  afterEach(async () => {
    await Promise.all(services.splice(0).map(close));
    await Promise.all(MODULES.map((module) => servers[module].kill()));
  });

  it('a stream that names a position in each log loses and doubles nothing', async () => {
    const [writing, reading] = [new ModuleLogs(await instance()), new ModuleLogs(await instance())];
    await writing.append(mixed(100));
    const before = await reading.read({ madre: 'start', switch: 'start' });
    await writing.append(mixed(100, 101));
    const after = await reading.read(before.reached);
    for (const module of MODULES) {
      const had = [...before.entries, ...after.entries].filter((entry) => entry.module === module);
      expect(numbers(had)).toEqual(range(1, 100));
    }
  });

  it('an instance that follows one module reads the events of that module only', async () => {
    const [writing, reading] = [await instance(), await instance()];
    const tail = new RecordedTail(reading.madre);
    await tail.begun();
    const written = await new ModuleLogs(writing).append(mixed(2_000));
    const [ofMadre] = written as PromiseFulfilledResult<Position[]>[];
    await tail.reach(ofMadre!.value.at(-1)!);
    expect(tail.entries).toHaveLength(1_000);
    const sentBy = async (server: RedisServer) =>
      Number(/total_net_output_bytes:(\d+)/.exec(await server.cli('INFO', 'stats'))![1]);
    expect(await sentBy(servers.madre)).toBeGreaterThan(2 * (await sentBy(servers.switch)));
    await tail.stop();
  });

  it('a call with events of two modules is half done while one Redis is away, and whole when it is repeated with its keys', async () => {
    const logs = await instance();
    const all = new ModuleLogs(logs);
    await servers.switch.kill();
    const [ofMadre, ofSwitch] = await all.append(mixed(10));
    expect(ofMadre!.status).toBe('fulfilled');
    expect((ofSwitch as PromiseRejectedResult).reason).toBeInstanceOf(EventLogUnavailableError);
    servers.switch = await RedisServer.start();
    const again = await instance();
    await new ModuleLogs({ madre: logs.madre, switch: again.switch }).append(mixed(10));
    expect(numbers(await everything(logs.madre))).toEqual(range(1, 5));
    expect(numbers(await everything(again.switch))).toEqual(range(1, 5));
  });

  it('two instances may see the events of two modules in different orders', async () => {
    const proxy = await HoldingProxy.start(servers.switch);
    const prompt = await instance();
    const late = await instance({ switch: behind(proxy, servers.switch) });
    const orders: string[][] = [[], []];
    const tails = [prompt, late].map((logs, index) => ({
      madre: new OrderedTail(logs.madre, orders[index]!),
      switch: new OrderedTail(logs.switch, orders[index]!),
    }));
    for (const { madre, switch: second } of tails) await Promise.all([madre.begun(), second.begun()]);
    proxy.hold('replies');
    const [first] = await prompt.switch.append([newEvent(1, { module: 'switch' })]);
    await tails[0]!.switch.reach(first!);
    const [second] = await prompt.madre.append([newEvent(2, { module: 'madre' })]);
    for (const { madre } of tails) await madre.reach(second!);
    proxy.release();
    await tails[1]!.switch.reach(first!);
    expect(orders).toEqual([
      ['switch', 'madre'],
      ['madre', 'switch'],
    ]);
    for (const { madre, switch: other } of tails) await Promise.all([madre.stop(), other.stop()]);
    await proxy.close();
  });
});
