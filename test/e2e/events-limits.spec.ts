// Limits of published events: values just inside must pass, values just outside must be refused, with the name of the
// field.
import { event } from '../support/api.js';
import { type InProcessApp, startInProcess } from '../support/in-process-app.js';
import { faultyFields, problem } from './support/problem.js';

const EVENTS = '/operator/api/events';

/** A payload of exactly `bytes` bytes of JSON; `filler` é takes two, so the number is odd. */
function payloadOf(bytes: number, filler = 'x'): Record<string, unknown> {
  const frame = JSON.stringify({ text: '' }).length;
  return { text: filler.repeat((bytes - frame) / Buffer.byteLength(filler)) };
}

/** A payload of objects and lists in turn, `depth` deep. */
function payloadOfDepth(depth: number): unknown {
  let value: unknown = 'bottom';
  for (let level = depth; level > 0; level--) value = level % 2 === 1 ? { level: value } : [value];
  return value;
}

describe('the limits of an event', () => {
  let app: InProcessApp;

  beforeAll(async () => {
    app = await startInProcess();
  });

  afterAll(() => app.close());

  const publish = (body: unknown) => app.gateway.call('POST', EVENTS, body);

  it.each<[string, Record<string, unknown>]>([
    ['names of 1', { event_type: 'a', module: 'Z' }],
    ['names of 64', { event_type: 'e'.repeat(64), module: 'm'.repeat(64) }],
    ['names of every character', { event_type: 'Az09._-', module: '.' }],
    ['every severity: critical', { severity: 'critical' }],
    ['every severity: error', { severity: 'error' }],
    ['every severity: warn', { severity: 'warn' }],
    ['a summary of 1', { summary: '.' }],
    ['a summary of 2,000', { summary: 's'.repeat(2_000) }],
    ['a summary of 2,000 characters of four bytes', { summary: '😀'.repeat(2_000) }],
    ['an event_id of 64', { event_id: 'Az09._:-'.repeat(8) }],
    ['a correlation_id of 64', { correlation_id: 'Az09._:-'.repeat(8) }],
    ['a payload of 65,536 bytes', { payload: payloadOf(65_536) }],
    ['a payload of 65,535 bytes in UTF-8', { payload: payloadOf(65_535, 'é') }],
    ['a payload of depth 20', { payload: payloadOfDepth(20) }],
    [
      'a payload with __proto__',
      JSON.parse('{"payload":{"__proto__":{"polluted":1},"constructor":1}}') as Record<string, unknown>,
    ],
    ['UTC', { created_at: '2026-11-22T08:00:00Z' }],
    ['an offset', { created_at: '2026-11-22T08:00:00-08:30' }],
    ['a fraction', { created_at: '2026-11-22T08:00:00.123456789Z' }],
    ['a leap day', { created_at: '2024-02-29T23:59:59Z' }],
    ['a leap second', { created_at: '2016-12-31T23:59:60Z' }],
  ])('inside: %s', async (_, fields) => {
    expect((await publish(event(fields))).status).toBe(202);
  });

  it.each<[string, string, unknown]>([
    ['no name', 'event_type', ''],
    ['a name of 65', 'event_type', 'e'.repeat(65)],
    ['a name with a blank', 'module', 'two words'],
    ['a name with a newline at its end', 'module', 'test\n'],
    ['a name that is no text', 'module', 7],
    ['a name in a list', 'module', ['test']],
    ['a name in another script', 'module', 'тест'],
    ['a name that is missing', 'module', undefined],
    ['an unknown severity', 'severity', 'fatal'],
    ['a severity in capitals', 'severity', 'INFO'],
    ['an empty summary', 'summary', ''],
    ['a summary of 2,001', 'summary', 's'.repeat(2_001)],
    ['a summary of 2,001 characters of four bytes', 'summary', '😀'.repeat(2_001)],
    ['a summary that is no text', 'summary', { toString: 'x' }],
    ['a payload that is a list', 'payload', []],
    ['a payload that is text', 'payload', '{}'],
    ['a payload that is null', 'payload', null],
    ['a payload of 65,537 bytes', 'payload', payloadOf(65_537)],
    ['a payload of 65,537 bytes in UTF-8', 'payload', payloadOf(65_537, 'é')],
    ['a payload of depth 21', 'payload', payloadOfDepth(21)],
    ['an empty event_id', 'event_id', ''],
    ['an event_id of 65', 'event_id', 'i'.repeat(65)],
    ['an event_id with a slash', 'event_id', 'a/b'],
    ['an event_id that is a number', 'event_id', 7],
    ['an event_id that is null', 'event_id', null],
    ['a correlation_id of 65', 'correlation_id', 'c'.repeat(65)],
    ['a correlation_id that is null', 'correlation_id', null],
    ['a date', 'created_at', '2026-11-22'],
    ['no zone', 'created_at', '2026-11-22T08:00:00'],
    ['no seconds', 'created_at', '2026-11-22T08:00Z'],
    ['month 13', 'created_at', '2026-13-01T00:00:00Z'],
    ['hour 24', 'created_at', '2026-11-22T24:00:00Z'],
    ['a day that does not exist', 'created_at', '2026-02-30T00:00:00Z'],
    ['a date of another format', 'created_at', 'Sun, 22 Nov 2026 08:00:00 GMT'],
    ['a number', 'created_at', 1_795_334_400],
    ['a created_at that is null', 'created_at', null],
    ['a fraction without end', 'created_at', `2026-11-22T08:00:00.${'0'.repeat(900_000)}Z`],
    ['an unknown field', 'message', 'hello'],
    ['a position of its own', 'id', 'x-1-1'],
  ])('outside: %s is a fault of %s', async (_, field, value) => {
    const answer = await publish(event({ [field]: value }));
    expect(answer).toMatchObject(problem('invalid_request'));
    expect(faultyFields(answer)).toEqual([field]);
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('outside: a field %s', async (field) => {
    const json = JSON.stringify(event()).replace('{', `{"${field}":{"summary":"x"},`);
    const answer = await publish(json);
    expect(answer).toMatchObject(problem('invalid_request'));
    expect(faultyFields(answer)).toEqual([field]);
  });

  it('1,000 events are a call, 1,001 and none are not', async () => {
    const events = Array.from({ length: 1_001 }, () => event());
    expect((await publish({ events: events.slice(1) })).status).toBe(202);
    for (const list of [events, []]) {
      const answer = await publish({ events: list });
      expect(answer).toMatchObject(problem('invalid_request'));
      expect(faultyFields(answer)).toEqual(['events']);
    }
  });

  it.each([
    ['events that is no list', { events: event() }, ['events']],
    ['a field beside events', { events: [event()], module: 'test' }, ['module']],
    ['both forms at once', { ...event(), events: [event()] }, ['event_type', 'module', 'severity', 'summary']],
    [
      'the same event_id twice',
      { events: [event({ event_id: 'a' }), event({ event_id: 'b' }), event({ event_id: 'a' })] },
      ['events[2].event_id'],
    ],
    ['a list', [event()], ['body']],
    ['nothing', undefined, ['body']],
    ['an empty object', {}, ['event_type', 'module', 'severity', 'summary']],
  ])('outside: %s', async (_, body, fields) => {
    const answer = await publish(body);
    expect(answer).toMatchObject(problem('invalid_request'));
    expect(faultyFields(answer).sort()).toEqual(fields);
  });

  it('nothing that was refused is in the log', async () => {
    const { body: before } = await app.reader.call('GET', `${EVENTS}?limit=1`);
    for (const bad of [event({ severity: 'x' }), { events: [event(), {}] }, [event()], '{"events":['])
      await publish(bad);
    const { body: after } = await app.reader.call('GET', `${EVENTS}?limit=1`);
    expect(after).toEqual(before);
  });
});
