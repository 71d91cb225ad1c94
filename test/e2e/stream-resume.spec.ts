// A client that reconnects with its last id must get exactly the events that it missed, or a `gap`.
import { event } from '../support/api.js';
import { type InProcessApp, startInProcess } from '../support/in-process-app.js';
import { type SseReader } from '../support/sse-reader.js';
import { appsOfEachTest } from './support/started-apps.js';

const numbered = (from: number, count: number, fields: Record<string, unknown> = {}) =>
  Array.from({ length: count }, (_, index) => event({ summary: String(from + index), ...fields }));
const summaries = (stream: SseReader) => stream.events.map(({ summary }) => summary);
const gapOf = async (stream: SseReader) => {
  const { id, data } = await stream.first('gap');
  return { id, ...(JSON.parse(data) as Record<string, unknown>) };
};

describe('coming back with a last id', () => {
  let app: InProcessApp;
  let ids: string[];

  beforeAll(async () => {
    app = await startInProcess();
    ids = await app.operator.publish(...numbered(0, 10));
  });

  afterAll(() => app.close());

  it.each([
    ['in the header', (id: string) => ['', { 'Last-Event-ID': id }]],
    ['in the query', (id: string) => [`last_event_id=${id}`, {}]],
    ['in both: the header wins', (id: string) => [`last_event_id=${ids[0]}`, { 'Last-Event-ID': id }]],
    ['in the query, and an empty header', (id: string) => [`last_event_id=${id}`, { 'Last-Event-ID': '' }]],
  ] as [string, (id: string) => [string, Record<string, string>]][])(
    '%s: brings what came after it, and no snapshot',
    async (_, how) => {
      const stream = await app.operator.stream(...how(ids[6]!));
      await stream.receive(3);
      const [next] = await app.operator.publish(event({ summary: 'live' }));
      await stream.until(() => stream.lastEventId === next, 'the live event');
      expect(summaries(stream).slice(0, 3)).toEqual(['7', '8', '9']);
      expect(stream.frames.every(({ event: kind }) => kind === 'message')).toBe(true);
      stream.close();
    },
  );

  it('with the newest: brings only what is new', async () => {
    const [newest] = await app.operator.publish(event({ summary: 'newest' }));
    const stream = await app.operator.stream('', { 'Last-Event-ID': newest! });
    await app.operator.publish(event({ summary: 'new' }));
    await stream.receive(1);
    expect(summaries(stream)).toEqual(['new']);
    stream.close();
  });

  it('cut anywhere, again and again, while events are published: nothing is missing, nothing comes twice', async () => {
    const all = numbered(0, 600, { module: 'cut' });
    let [lastId] = await app.operator.publish(event());
    const publishing = (async () => {
      for (let from = 0; from < all.length; from += 20) await app.operator.publish(...all.slice(from, from + 20));
    })();
    const seen: unknown[] = [];
    while (seen.length < all.length) {
      const stream = await app.operator.stream('module=cut', { 'Last-Event-ID': lastId! });
      await stream.receive(1);
      seen.push(...summaries(stream));
      expect(stream.framesOf('gap')).toHaveLength(0);
      lastId = stream.lastEventId;
      stream.close();
    }
    await publishing;
    expect(seen).toEqual(all.map(({ summary }) => summary));
  });

  it('a stream whose filter passes nothing still gets positions to resume from', async () => {
    const quiet = await app.operator.stream('severity=critical&snapshot=5');
    const { id } = await quiet.first('snapshot');
    quiet.close();
    await app.operator.publish(event({ summary: 'missed', severity: 'critical' }));
    const back = await app.operator.stream('severity=critical', { 'Last-Event-ID': id! });
    await back.receive(1);
    expect(summaries(back)).toEqual(['missed']);
    back.close();
  });

  it.each([
    ['not a position', 'unreadable', () => 'nonsense', null],
    ['a number', 'unreadable', () => '17', null],
    ['with leading zeros', 'unreadable', (id: string) => id.replace(/(\d+)$/, '0$1'), null],
    ['of another log', 'log_lost', (id: string) => id.replace(/^[^-]+/, 'another1'), 'SAME'],
    ['that was never given out', 'log_rewound', (id: string) => id.replace(/\d+$/, '999999'), 'SAME'],
    ['with another time', 'log_rewound', (id: string) => id.replace(/-\d+-/, '-1-'), 'SAME'],
  ])('%s: is a gap (%s), then everything retained', async (_, reason, lastId, missedFrom) => {
    const { body } = await app.operator.call('GET', '/operator/api/events?limit=1000');
    const retained = body.events as Record<string, unknown>[];
    const sent = lastId(ids[3]!);
    const stream = await app.operator.stream('', { 'Last-Event-ID': sent });
    expect(stream.status).toBe(200);
    const start = ids[0]!.replace(/-\d+-\d+$/, '');
    expect(await gapOf(stream)).toEqual({
      id: expect.stringMatching(new RegExp(`^${start}-\\d+-0$`)) as unknown,
      type: 'gap',
      reason,
      missed_from: missedFrom && sent,
      resumed_at: stream.framesOf('gap')[0]!.id,
    });
    expect(await stream.receive(retained.length)).toEqual(retained);
    expect(stream.frames[0]!.event).toBe('gap');
    expect(stream.framesOf('snapshot')).toHaveLength(0);
    stream.close();
  });

  it('an unreadable id is not repeated', async () => {
    const stream = await app.operator.stream('last_event_id=not-for-anyones-eyes');
    await stream.first('gap');
    expect(stream.body).not.toContain('not-for-anyones-eyes');
    stream.close();
  });
});

describe('coming back too late', () => {
  const start = appsOfEachTest();

  it('a position that was trimmed is a gap that says exactly what is missing, then everything retained', async () => {
    const app = await start({ VX11_LOG_MAX_ENTRIES: '5', VX11_RECENT_EVENTS_BYTES: '1048576' });
    const big = { payload: { filler: 'x'.repeat(60_000) } };
    const ids: string[] = [];
    // More than an instance keeps in memory, and more than its log does.
    for (let from = 0; from < 40; from++) ids.push(...(await app.operator.publish(...numbered(from, 1, big))));
    const stream = await app.operator.stream('', { 'Last-Event-ID': ids[2]! });
    expect(await gapOf(stream)).toEqual({
      id: expect.stringMatching(/-36$/) as unknown,
      type: 'gap',
      reason: 'trimmed',
      missed_from: ids[2],
      resumed_at: stream.framesOf('gap')[0]!.id,
    });
    await stream.receive(5);
    expect(summaries(stream)).toEqual(['35', '36', '37', '38', '39']);
    expect(stream.framesOf('gap')).toHaveLength(1);

    // The position after the gap is one to resume from.
    const again = await app.operator.stream('', { 'Last-Event-ID': stream.framesOf('gap')[0]!.id! });
    await again.receive(5);
    expect(again.framesOf('gap')).toHaveLength(0);
    for (const one of [stream, again]) one.close();
  });
});
