// A caller may ask for any amount of the log. Other callers must not wait or fail because of that.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type Redis } from 'ioredis';
import { eventually } from '../../cluster/eventually.js';
import { RedisServer } from '../../cluster/redis-server.js';
import { TcpProxy } from '../../cluster/tcp-proxy.js';
import { EventLog } from '../../src/event-log/event-log.interface.js';
import { RedisEventLog } from '../../src/event-log/event-log.redis.js';
import { toLogEntry } from '../../src/event-log/redis-log-entry.js';
import { RedisService } from '../../src/redis/redis.service.js';
import { EventHub } from '../../src/streaming/event-hub.js';
import { RecentBatches } from '../../src/streaming/recent-batches.js';
import { RenderedBatch } from '../../src/streaming/rendered-batch.js';
import { keeping, newEvent, numbers, range } from '../contract/support/events.js';
import { RecordedTail } from '../contract/support/recorded-tail.js';
import { behind, close, connect, ready } from '../contract/support/redis-connections.js';
import { event } from '../support/api.js';
import { type InProcessApp, startInProcess } from '../support/in-process-app.js';
import { SseReader } from '../support/sse-reader.js';

/** What a reply may have of Redis in these tests, so that few events are too many. */
const OUTPUT_LIMIT = 'normal 4194304 4194304 30';
const LARGE = 'x'.repeat(64_000);
const ANSWER_BYTES = 1_048_576;

interface History {
  readonly events: readonly { readonly summary: string }[];
  readonly last_event_id: string;
  readonly gap: unknown;
}

describe('a caller that reads the log', () => {
  let redis: RedisServer;
  let app: InProcessApp;
  beforeAll(async () => {
    redis = await RedisServer.start();
    await redis.cli('CONFIG', 'SET', 'client-output-buffer-limit', OUTPUT_LIMIT);
  });
  beforeEach(async () => {
    await redis.cli('FLUSHALL');
    app = await startInProcess({ REDIS_URL: redis.url });
    const service = app.app.get(RedisService);
    const hub = app.app.get(EventHub);
    await ready(service);
    await eventually(() => hub.position, { what: 'the tail to have begun' });
  });
  afterEach(() => app.close());
  afterAll(() => redis.kill());

  const log = () => app.app.get<EventLog>(EventLog);
  /** Appends `count` large events, far more in all than Redis may answer at once. */
  async function appendLarge(count: number): Promise<void> {
    for (let from = 1; from <= count; from += 10) {
      const json = (n: number) => JSON.stringify({ summary: String(n), pad: LARGE });
      await log().append(range(from, from + 9).map((n) => newEvent(n, { json: json(n) })));
    }
  }

  async function history(query: string): Promise<History & { bytes: number }> {
    const response = await fetch(`${app.baseUrl}/operator/api/events?${query}`, { headers: app.reader.headers });
    expect(response.status).toBe(200);
    const text = await response.text();
    return { ...(JSON.parse(text) as History), bytes: Buffer.byteLength(text) };
  }

  const connected = () => app.app.get(RedisService).connected;
  const clientOf = (name: 'commands' | 'reads'): Redis => app.app.get(RedisService)[name].client;

  /** How often an instance has asked the log for entries or for what filters look at. */
  async function readsOf({ baseUrl }: InProcessApp): Promise<number> {
    const metrics = await (await fetch(`${baseUrl}/metrics`)).text();
    const counts = metrics.matchAll(
      /^vx11_redis_operation_duration_seconds_count\{operation="(?:heads|entries)"\} (\d+)/gm,
    );
    return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
  }

  it('gets at most a megabyte, the newest of the events asked for, and loses no connection', async () => {
    // CWE-770: a reply past Redis' output limit closed the connection that everybody's tokens and appends were on
    await appendLarge(120);
    let closed = 0;
    for (const name of ['commands', 'reads'] as const) clientOf(name).on('close', () => closed++);
    const { events, bytes, gap } = await history('limit=1000');
    expect(bytes).toBeLessThanOrEqual(ANSWER_BYTES + 1_000);
    expect(events.map(({ summary }) => Number(summary))).toEqual(range(121 - events.length, 120));
    expect([events.length > 10, gap, closed]).toEqual([true, null, 0]);
    expect(connected()).toEqual({ commands: 1, reads: 1, tail: 1 });
  });

  it('continues from last_event_id until it has everything, each response within its bytes', async () => {
    // CWE-770: no response may be unbounded, and the next call must return the rest
    const [first] = await app.operator.publish(event());
    await appendLarge(40);
    const seen: number[] = [];
    for (let after = first!; ;) {
      const page = await history(`limit=1000&after=${after}`);
      expect([page.bytes <= ANSWER_BYTES + 1_000, page.gap]).toEqual([true, null]);
      if (page.last_event_id === after) break;
      seen.push(...page.events.map(({ summary }) => Number(summary)));
      after = page.last_event_id;
    }
    expect(seen).toEqual(range(1, 40));
  });

  it('does not delay tokens and publishing', async () => {
    // CWE-400: twelve callers that read what matches nothing made half of the publishes fail
    await appendLarge(120);
    const reading = range(1, 12).map(async (n) => {
      for (const round of range(1, 5)) await app.reader.call('GET', `/operator/api/events?module=none-${n}-${round}`);
    });
    let over = false;
    const all = Promise.all(reading).then(() => (over = true));
    const statuses = new Set<number>();
    while (!over) {
      statuses.add((await app.operator.call('POST', '/operator/api/events', event())).status);
      statuses.add((await app.operator.call('POST', '/operator/api/events/sse-token')).status);
    }
    await all;
    expect([...statuses].sort()).toEqual([200, 202]);
  });

  it('finds an instance that was behind by more than Redis answers at once caught up again, with nothing missing', async () => {
    // CWE-835: the tail asked for a thousand entries for ever, and its streams got heartbeats and nothing else
    const proxy = await TcpProxy.start(redis);
    const [direct, tailing] = await Promise.all([connect({ REDIS_URL: redis.url }), connect(behind(proxy, redis))]);
    const tail = new RecordedTail(new RedisEventLog({ ...direct, tail: tailing.tail }, keeping(5_000)));
    await tail.begun();
    proxy.swallow();
    await appendLarge(120);
    proxy.resume();
    const [last] = await log().append([newEvent('last')]);
    await tail.reach(last!).finally(() => tail.stop());
    expect([tail.faults, tail.gaps, numbers(tail.entries).length]).toEqual([[], [], tail.entries.at(-1)!.position.n]);
    await Promise.all([direct, tailing].map(close));
    await proxy.close();
  });

  it('finds an instance caught up again when events are suddenly so large that Redis cut off what it read', async () => {
    // CWE-835: what is read at once follows from the events before, and a reply that is cut off was asked for again
    const service = await connect({ REDIS_URL: redis.url });
    const tail = new RecordedTail(new RedisEventLog(service, keeping(5_000)));
    await tail.begun();
    for (const n of range(1, 10)) await tail.reach((await log().append([newEvent(n)])).at(-1)!);
    let cuts = 0;
    service.tail.client.on('close', () => cuts++);
    const large = range(1, 100).map((n) => newEvent(n, { json: JSON.stringify({ pad: LARGE }) }));
    try {
      await tail.reach((await log().append(large)).at(-1)!);
    } finally {
      await tail.stop();
      await close(service);
    }
    expect([tail.faults, tail.gaps, cuts > 0]).toEqual([[], [], true]);
  });

  it('reads the log a few times for 200 snapshots whose filter hardly anything passes', async () => {
    // CWE-405: each of 400 snapshots scanned the whole log for itself, and they took ten seconds
    const rare = (n: number) => newEvent(n, { module: n % 2_000 === 7 ? 'rare' : 'common' });
    for (const part of range(0, 5)) await log().append(range(part * 1_000 + 1, part * 1_000 + 1_000).map(rare));
    const late = await startInProcess({ REDIS_URL: redis.url });
    const hub = late.app.get(EventHub);
    await eventually(() => (hub.position?.n ?? 0) >= 6_000 || undefined, { what: 'the late instance to have begun' });
    const before = await readsOf(late);
    for (const round of range(1, 10)) {
      const filter = round % 2 === 0 ? 'module=rare' : `module=none-${round}`;
      const url = `${late.baseUrl}/operator/api/events/stream?${filter}`;
      const readers = await Promise.all(
        range(1, 20).map(() => SseReader.open(url, { headers: late.operator.headers })),
      );
      for (const reader of readers) {
        const { data } = await reader.until((all) => all.framesOf('snapshot')[0], 'the snapshot');
        expect((JSON.parse(data) as History).events).toHaveLength(round % 2 === 0 ? 3 : 0);
        reader.close();
      }
    }
    expect((await readsOf(late)) - before).toBeLessThan(10);
    await late.close();
  });

  it('gets an empty result again without a read of the log, and finds everything that was just published', async () => {
    // CWE-405: a filter that nothing passes cost 0.4 s of CPU each time
    await appendLarge(60);
    await history('module=none');
    const before = await readsOf(app);
    for (const round of range(1, 20)) expect((await history(`module=none-${round}`)).events).toEqual([]);
    expect((await readsOf(app)) - before).toBe(0);
    for (const round of range(1, 20)) {
      await app.operator.publish(event({ module: `new-${round}`, summary: String(round) }));
      expect((await history(`module=new-${round}`)).events).toMatchObject([{ summary: String(round) }]);
    }
  });

  it('is refused while too many of its reads wait, and served when fewer do', async () => {
    // CWE-770: each read that waits holds a request, and nothing bounded how many do
    const [first] = await app.operator.publish(event());
    const ask = (n: number) => app.reader.call('GET', `/operator/api/events?limit=${n}&after=${first}`);
    redis.freeze();
    const answers = range(1, 60).map(ask);
    const refusal = await Promise.any(
      answers.map(async (answer) => {
        const { body, headers } = await answer;
        if (body.code !== 'overloaded') throw new Error(String(body.code));
        return headers.get('retry-after');
      }),
    ).finally(() => redis.thaw());
    expect(refusal).toBe('2');
    await Promise.all(answers);
    await eventually(async () => (await ask(1)).status === 200 || undefined, { what: 'the history to be there again' });
  });
});

describe('the recent events that an instance keeps', () => {
  it('take no more memory than their bound, whether large or small', async () => {
    // CWE-770: the bound counted what is written to sockets, and each event was kept a second time beside it
    const bound = 32_000_000;
    for (const bytes of [200, 20_000]) {
      const before = memoryInUse();
      const recent = new RecentBatches({ epoch: 'e', ms: 1, n: 0 }, bound);
      for (let n = 1; n * bytes < 2 * bound; n += 100) {
        const texts = range(n, n + 99).map(
          (label) => `type module-${label % 3} info {"label":${label},"pad":"${'x'.repeat(bytes)}"}`,
        );
        const entries = texts.map((text, i) => toLogEntry('e', `${1_700_000_000_000 + n}-${n + i}`, text)!);
        recent.push(new RenderedBatch(entries));
      }
      // What was dropped is given back a moment after it was collected.
      const within = () => memoryInUse() - before < 1.15 * bound || undefined;
      await eventually(within, { what: 'memory to be within the bound' });
      expect(recent.latest(1, { matches: () => true })).toHaveLength(1);
    }
  });
});

/** Bytes that this process holds on to, after a collection. */
function memoryInUse(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
