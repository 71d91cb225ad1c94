// Whatever JSON a service publishes must come out of the stream and of the history unchanged.
import fc from 'fast-check';
import { event } from '../support/api.js';
import { type InProcessApp, startInProcess } from '../support/in-process-app.js';
import { type SseReader } from '../support/sse-reader.js';
import { anyCharacter } from '../support/any-character.js';

/** Any text: control characters, quotes, line ends of every kind, halves of surrogate pairs. */
const text = fc.oneof(
  fc.string({ unit: anyCharacter, maxLength: 50 }),
  fc.string({
    unit: fc.constantFrom('\r', '\n', '\r\n', '\0', '\u2028', '\ufeff', '\ud800', '"', '\\', 'data: x'),
    maxLength: 20,
  }),
);
const name = fc.stringMatching(/^[A-Za-z0-9._-]{1,64}$/);
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', maxDepth: 8 },
    fc.constantFrom(null, true, false),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer(),
    text,
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(fc.oneof(text, fc.constant('__proto__')), tie('value'), { maxKeys: 5 }),
  ),
})).value;
const events = fc.array(
  fc.record(
    {
      event_type: name,
      module: name,
      severity: fc.constantFrom('critical', 'error', 'warn', 'info'),
      summary: text.filter(({ length }) => length > 0),
      payload: fc.dictionary(text, json, { maxKeys: 5 }),
      correlation_id: fc.stringMatching(/^[A-Za-z0-9._:-]{1,64}$/),
    },
    { requiredKeys: ['event_type', 'module', 'severity', 'summary'] },
  ),
  { minLength: 1, maxLength: 20 },
);

/** What JSON can tell apart: `-0` is `0`, and the order of fields counts. */
const asSent = (list: object[]) =>
  list.map((one) => ({ ...one, payload: JSON.stringify('payload' in one ? one.payload : {}) }));
const asRead = (list: Record<string, unknown>[]) =>
  list.map((one) => ({ ...one, payload: JSON.stringify(one.payload) }));

describe('any JSON', () => {
  let app: InProcessApp;
  let stream: SseReader;

  beforeAll(async () => {
    app = await startInProcess();
    stream = await app.operator.stream('snapshot=0');
    await stream.first('snapshot');
  });

  afterAll(async () => {
    stream.close();
    await app.close();
  });

  it('comes out of stream, snapshot, replay and history unchanged', async () => {
    await fc.assert(
      fc.asyncProperty(events, async (published) => {
        const before = stream.lastEventId!;
        const seen = stream.events.length;
        const ids = await app.gateway.publish(...published);
        await stream.receive(seen + published.length);
        expect(asRead(stream.events.slice(seen))).toMatchObject(asSent(published));
        expect(stream.frames.slice(-published.length).map(({ id }) => id)).toEqual(ids);

        const { body } = await app.reader.call('GET', `/operator/api/events?after=${before}`);
        expect(body.events).toEqual(stream.events.slice(seen));
        const late = await app.operator.stream(`snapshot=${published.length}`);
        const snapshot = JSON.parse((await late.first('snapshot')).data) as { events: unknown };
        expect(snapshot.events).toEqual(body.events);
        const resumed = await app.operator.stream('', { 'Last-Event-ID': before });
        expect(await resumed.receive(published.length)).toEqual(body.events);
        for (const one of [late, resumed]) one.close();
      }),
      { numRuns: 30 },
    );
  });

  it('is always one line, whatever line ends are in it', async () => {
    const summary = 'one\rtwo\nthree\r\nfour\u2028five\u2029six\u0085seven\u000beight';
    const [id] = await app.gateway.publish(event({ summary, payload: { [summary]: summary } }));
    await stream.until(() => stream.lastEventId === id, 'the event');
    const frame = stream.body.slice(stream.body.indexOf(`id: ${id}\n`));
    expect(frame.split('\n')).toHaveLength(4);
    expect(frame).not.toContain('\r');
    expect(stream.events.at(-1)).toMatchObject({ summary, payload: { [summary]: summary } });
  });

  it('a number that no double holds is not changed to another one', async () => {
    const before = stream.lastEventId!;
    const body = JSON.stringify(event()).replace('{', '{"payload":{"n":1e400},');
    const { status } = await app.gateway.call('POST', '/operator/api/events', body);
    const { body: history } = await app.reader.call('GET', `/operator/api/events?after=${before}`);
    // Refused, or kept as it is; never `null`.
    expect(status === 400 ? [] : history.events).not.toMatchObject([{ payload: { n: null } }]);
  });
});
