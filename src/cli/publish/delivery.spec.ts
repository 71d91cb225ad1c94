import { MemoryTerminal } from '../../../test/cli/support/memory-terminal.js';
import { type PublishAnswer, ScriptedServer } from '../../../test/cli/support/scripted-server.js';
import { Delivery } from './delivery.js';
import { type PreparedEvent } from './prepared-event.js';
import { PublishReport } from './publish-report.js';

const events = (count: number): PreparedEvent[] =>
  Array.from({ length: count }, (_, n) => ({ place: String(n + 1), eventId: `e${n}`, json: `{"event_id":"e${n}"}` }));
const faulty = (...fields: string[]): PublishAnswer => ({
  status: 400,
  body: { code: 'invalid_request', detail: 'bad', errors: fields.map((field) => ({ field, message: 'is wrong' })) },
});
const busy = (body: object = { code: 'store_unavailable', outcome: 'not_applied' }): PublishAnswer => ({
  status: 503,
  body,
  headers: { 'Retry-After': '0' },
});

const servers: ScriptedServer[] = [];
const never = new AbortController().signal;

async function send(script: PublishAnswer[], count: number, { retryForMs = 60_000, interrupted = never } = {}) {
  const server = await ScriptedServer.start(script);
  servers.push(server);
  const terminal = new MemoryTerminal();
  const report = new PublishReport(terminal, { json: true, quiet: true });
  const service = { baseUrl: server.baseUrl, credential: 'c' };
  const failure = await new Delivery({ service, report, retryForMs, interrupted })
    .send(events(count))
    .catch((error: unknown) => error);
  await report.summary();
  const records = terminal.text
    .trim()
    .split('\n')
    .map((text) => JSON.parse(text) as Record<string, unknown>);
  return {
    failure,
    refused: records.slice(0, -1),
    counts: records.at(-1),
    calls: server.calls.map((call) => call.map(({ event_id }) => event_id)),
  };
}

describe('Delivery', () => {
  afterEach(() => Promise.all(servers.splice(0).map((server) => server.stop())));

  it('sends a batch again after a failure, with the same ids', async () => {
    const { failure, counts, calls } = await send(
      [busy(), { status: 429, headers: { 'Retry-After': '0' } }, { status: 502 }, 'cut', 'accept'],
      2,
    );
    expect(failure).toBeUndefined();
    expect(calls).toEqual(Array.from({ length: 5 }, () => ['e0', 'e1']));
    expect(counts).toMatchObject({ published: 2, refused: 0, batches: 1, retries: 4 });
  });

  it('leaves out the events that are refused and sends the others, in order', async () => {
    const { refused, counts, calls } = await send([faulty('events[1].severity', 'events[1].module', 'events[3]')], 5);
    expect(calls).toEqual([
      ['e0', 'e1', 'e2', 'e3', 'e4'],
      ['e0', 'e2', 'e4'],
    ]);
    expect(refused).toEqual([
      { refused: '2', reason: 'severity is wrong; module is wrong' },
      { refused: '4', reason: 'is wrong' },
    ]);
    expect(counts).toMatchObject({ published: 3, refused: 2 });
  });

  it('sends a batch in parts that is larger than its principal may publish at once, and waits where there are none left', async () => {
    const over = (quota: number): PublishAnswer => ({
      status: 429,
      headers: { 'Retry-After': '0', 'RateLimit-Policy': `"publishing";q=${quota};w=60` },
      body: { code: 'rate_limited', outcome: 'not_applied' },
    });
    const { failure, counts, calls } = await send([over(4), 'accept', over(4), 'accept', 'accept'], 5);
    expect(failure).toBeUndefined();
    const [first, second, third] = [['e0', 'e1'], ['e2', 'e3'], ['e4']];
    expect(calls).toEqual([[...first, ...second, ...third], first, second, second, third]);
    expect(counts).toMatchObject({ published: 5, refused: 0, retries: 1 });
    const one = await send([over(1), 'accept', 'accept'], 2);
    expect(one.calls).toEqual([['e0', 'e1'], ['e0'], ['e1']]);
  });

  it('sends the two halves if the service does not name the bad event, or if the call is too large', async () => {
    const tooLarge: PublishAnswer = { status: 413, body: { code: 'payload_too_large', detail: 'too large' } };
    const { refused, counts, calls } = await send(
      [tooLarge, 'accept', faulty('body'), 'accept', faulty('events[9].x')],
      4,
    );
    expect(calls).toEqual([['e0', 'e1', 'e2', 'e3'], ['e0', 'e1'], ['e2', 'e3'], ['e2'], ['e3']]);
    expect(refused).toEqual([{ refused: '4', reason: 'bad' }]);
    expect(counts).toMatchObject({ published: 3, refused: 1 });
  });

  it.each([
    [401, 'auth_required', 'credential'],
    [403, 'invalid_token', 'credential'],
    [403, 'forbidden', 'forbidden'],
    [404, 'not_found', 'not_the_service'],
    [302, undefined, 'not_the_service'],
  ])('stops at %s %s', async (status, code, exit) => {
    const { failure, calls } = await send([{ status, body: { code } }], 1);
    expect(failure).toMatchObject({ exit });
    expect(calls).toHaveLength(1);
  });

  it('stops if the server does not confirm the number of events', async () => {
    const { failure } = await send([{ status: 202, body: { accepted: 1 } }], 2);
    expect(failure).toMatchObject({ exit: 'not_the_service' });
  });

  it('gives up after its limit and says which lines are not published, or may be', async () => {
    const late = { status: 503, body: { code: 'draining' }, headers: { 'Retry-After': '2' } };
    const first = await send([late], 2, { retryForMs: 1_000 });
    expect(first.failure).toMatchObject({
      exit: 'gave_up',
      message:
        'Publishing failed (503 draining). All lines before are done; not published: lines 1 to 2; not published: all lines after.',
    });
    const unknown = { ...late, body: { code: 'store_unavailable', outcome: 'unknown' } };
    const second = await send([unknown], 1, { retryForMs: 1_000 });
    expect((second.failure as Error).message).toContain('may or may not be published: line 1;');
  });

  it('does not try for long after an interruption', async () => {
    const late = { status: 503, headers: { 'Retry-After': '6' } };
    const { failure, calls } = await send([late], 1, { interrupted: AbortSignal.abort() });
    expect(failure).toMatchObject({ exit: 'gave_up' });
    expect(calls).toHaveLength(1);
  });
});
