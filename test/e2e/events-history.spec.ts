// A page that cannot hold a stream polls the history. It must be able to follow the log without missing or repeated
// events, and learn when that is no longer possible.
import { event } from '../support/api.js';
import { type InProcessApp, startInProcess } from '../support/in-process-app.js';
import { faultyFields, problem } from './support/problem.js';
import { appsOfEachTest } from './support/started-apps.js';

interface History {
  readonly events: { readonly summary: string }[];
  readonly positions: string[];
  readonly first_event_id: string | null;
  readonly last_event_id: string;
  readonly gap: Record<string, string> | null;
}

describe('the history', () => {
  let app: InProcessApp;
  let ids: string[];

  beforeAll(async () => {
    app = await startInProcess();
    const events = Array.from({ length: 150 }, (_, index) =>
      event({
        summary: String(index),
        module: index % 2 ? 'odd' : 'even',
        severity: index % 10 ? 'info' : 'error',
        event_type: index % 3 ? 'a' : 'b',
      }),
    );
    ids = await app.operator.publish(...events);
  });

  afterAll(() => app.close());

  const ask = (query: string) => app.reader.call('GET', `/operator/api/events?${query}`);
  const read = async (query: string) => {
    const { body, status } = await ask(query);
    expect(status).toBe(200);
    return body as unknown as History;
  };
  const numbers = ({ events }: History) => events.map(({ summary }) => Number(summary));
  const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);

  it('returns the newest events, oldest first, and the position to continue from', async () => {
    const { headers, body } = await ask('');
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(Object.keys(body)).toEqual(['events', 'positions', 'first_event_id', 'last_event_id', 'gap']);
    const history = body as unknown as History;
    expect(numbers(history)).toEqual(range(50, 150));
    expect(history).toMatchObject({ last_event_id: ids.at(-1), gap: null });
  });

  it.each([
    ['limit=1', range(149, 150)],
    ['limit=30', range(120, 150)],
    ['limit=3&module=odd', [145, 147, 149]],
    ['limit=3&severity=error', [120, 130, 140]],
    ['limit=2&event_type=b&module=even', [138, 144]],
    ['limit=3&severity=error,warn&severity=critical', [120, 130, 140]],
    ['limit=5&module=nobody', []],
  ])('?%s returns the newest events that pass', async (query, expected) => {
    const history = await read(query);
    expect(numbers(history)).toEqual(expected);
    expect(history.last_event_id).toBe(ids.at(-1));
  });

  it.each(['', '&module=odd', '&severity=error'])(
    'following first_event_id back with%s misses nothing',
    async (filter) => {
      const all = numbers(await read(`limit=1000&after=${ids[0]}${filter}`));
      const seen: number[] = [];
      for (let before = ids.at(-1)!; seen.length < 200;) {
        const page = await read(`limit=7&before=${before}${filter}`);
        if (page.events.length === 0) break;
        seen.unshift(...numbers(page).filter((number) => number > 0));
        before = page.first_event_id!;
      }
      expect(seen).toEqual(all.filter((number) => number < 149));
    },
  );

  it.each(['limit=150', 'limit=1000&module=odd', 'limit=3&severity=error'])(
    '?%s says the position of each event, from which to go on, back, or with a stream',
    async (query) => {
      const history = await read(`${query}&after=${ids[0]}`);
      expect(history.positions).toEqual(numbers(history).map((number) => ids[number]));
      expect(history.positions[0]).toBe(history.first_event_id);
      const [second, third] = history.positions.slice(1);
      expect((await read(`${query}&after=${second}`)).positions[0]).toBe(third);
      expect((await read(`${query}&before=${third}`)).positions.at(-1)).toBe(second);
    },
  );

  it('has nothing before its first event, before a position of another log, or both before and after', async () => {
    const { first_event_id: first } = await read('limit=1000');
    expect((await read(`before=${first}`)).events).toEqual([]);
    expect((await read(`before=other-1-100`)).events).toEqual([]);
    expect(faultyFields(await ask(`before=${first}&after=${first}`))).toEqual(['before']);
    expect(faultyFields(await ask('before=x'))).toEqual(['before']);
  });

  it('limit=1000 returns all events', async () => {
    expect((await read('limit=1000')).events).toHaveLength(151);
  });

  it.each(['', '&module=odd', '&severity=error', '&module=nobody'])(
    'following last_event_id with%s misses nothing and repeats nothing',
    async (filter) => {
      const all = numbers(await read(`limit=1000&after=${ids[0]}${filter}`));
      const seen: number[] = [];
      let after = ids[0]!;
      for (;;) {
        const page = await read(`limit=7&after=${after}${filter}`);
        expect(page.gap).toBeNull();
        seen.push(...numbers(page));
        after = page.last_event_id;
        if (page.events.length < 7) break;
      }
      expect(seen).toEqual(all);
      expect(after).toBe(ids.at(-1));
    },
  );

  it('after the newest there is nothing, and the position stays', async () => {
    expect(await read(`after=${ids.at(-1)}`)).toEqual({
      events: [],
      positions: [],
      first_event_id: null,
      last_event_id: ids.at(-1),
      gap: null,
    });
  });

  it('after a position of another log is a gap, and everything retained', async () => {
    const lost = ids[3]!.replace(/^[^-]+/, 'another1');
    const history = await read(`limit=1000&after=${lost}`);
    expect(history.gap).toMatchObject({ reason: 'log_lost', missed_from: lost });
    expect(history.gap!.resumed_at).toMatch(/-0$/);
    expect(history.events).toHaveLength(151);
    expect(history.last_event_id).toBe(ids.at(-1));
  });

  it.each([
    ['limit=0', ['limit']],
    ['limit=1001', ['limit']],
    ['limit=-1', ['limit']],
    ['limit=ten', ['limit']],
    ['limit=', ['limit']],
    ['limit=1.5', ['limit']],
    ['limit=5&limit=6', ['limit']],
    ['after=nonsense', ['after']],
    ['after=', ['after']],
    ['after=a-1-1&after=a-1-2', ['after']],
    ['severity=loud', ['severity']],
    ['module=a%0Ab', ['module']],
    ['event_type=', []],
    ['limit=x&after=x&severity=x&module=%20&event_type=%20', ['after', 'event_type', 'limit', 'module', 'severity']],
  ])('?%s names the faults %j', async (query, fields) => {
    const answer = await ask(query);
    if (fields.length > 0) expect(answer).toMatchObject(problem('invalid_request'));
    expect(faultyFields(answer).sort()).toEqual(fields);
  });
});

describe('the history of a log that has been trimmed', () => {
  const start = appsOfEachTest();

  it('is a gap that says exactly what is missing, then everything retained', async () => {
    const app = await start({ VX11_LOG_MAX_ENTRIES: '4' });
    const ids = await app.operator.publish(
      ...Array.from({ length: 10 }, (_, index) => event({ summary: String(index) })),
    );
    const read = async (after: string) =>
      (await app.reader.call('GET', `/operator/api/events?after=${after}`)).body as unknown as History;
    const trimmed = await read(ids[1]!);
    expect(trimmed.gap).toEqual({ reason: 'trimmed', missed_from: ids[1], resumed_at: ids[5] });
    expect(trimmed.events.map(({ summary }) => summary)).toEqual(['6', '7', '8', '9']);
    expect((await read(trimmed.gap!.resumed_at!)).gap).toBeNull();
    expect((await read(trimmed.last_event_id)).events).toEqual([]);
  });
});
