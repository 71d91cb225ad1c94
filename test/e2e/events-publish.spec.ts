// Publishers rely on 202: it must mean that every event of the call is in the log once, in order. Any other answer must
// mean that none is.
import request from 'supertest';
import { event } from '../support/api.js';
import { type InProcessApp, startInProcess } from '../support/in-process-app.js';
import { matching } from './support/matching.js';
import { faultyFields, problem } from './support/problem.js';

const EVENTS = '/operator/api/events';
const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('publishing', () => {
  let app: InProcessApp;

  beforeAll(async () => {
    app = await startInProcess();
  });

  afterAll(() => app.close());

  const head = async () => String((await app.reader.call('GET', `${EVENTS}?limit=1`)).body.last_event_id);
  const after = async (id: string) =>
    (await app.reader.call('GET', `${EVENTS}?limit=1000&after=${id}`)).body.events as Record<string, unknown>[];

  it('one event: 202 with its id, once the log has it', async () => {
    const before = await head();
    const { body } = await request(app.server).post(EVENTS).set(app.gateway.headers).send(event()).expect(202);
    expect(body).toEqual({ accepted: 1, ids: [await head()] });
    expect(await after(before)).toEqual([
      {
        event_id: matching(UUID_V7),
        event_type: 'test.happened',
        summary: 'Something happened.',
        module: 'test',
        severity: 'info',
        correlation_id: matching(/^[A-Za-z0-9._:-]{1,64}$/),
        payload: {},
        created_at: matching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      },
    ]);
  });

  it('the fields that its publisher sends are kept', async () => {
    const before = await head();
    const given = event({
      event_id: 'job:7.done-1_a',
      correlation_id: 'trace:42',
      created_at: '2026-11-22T09:00:00.123456+01:00',
      payload: { b: 1, a: [null, 'two', { deep: true }] },
      summary: ' a "quoted"\r\nline\t\u0000\u2028 ',
    });
    await app.gateway.publish(given);
    expect(await after(before)).toEqual([given]);
  });

  it('an event without a correlation id gets that of its call', async () => {
    const before = await head();
    await app.gateway.call('POST', EVENTS, event(), { 'X-Correlation-Id': 'call-1' });
    expect(await after(before)).toMatchObject([{ correlation_id: 'call-1' }]);
  });

  it('many: one id each, in order and consecutive', async () => {
    const before = await head();
    const events = Array.from({ length: 1_000 }, (_, index) => event({ summary: String(index) }));
    const { status, body } = await app.gateway.call('POST', EVENTS, { events });
    expect(status).toBe(202);
    const ids = body.ids as string[];
    expect(body.accepted).toBe(1_000);
    const numbers = ids.map((id) => Number(id.split('-')[2]));
    expect(numbers).toEqual(numbers.map((_, index) => Number(before.split('-')[2]) + 1 + index));
    expect((await after(before)).map(({ summary }) => summary)).toEqual(events.map(({ summary }) => summary));
  });

  it('all or none: one bad event among a thousand refuses the call', async () => {
    const before = await head();
    const events = Array.from({ length: 1_000 }, (_, index) => event({ severity: index === 999 ? 'loud' : 'info' }));
    const answer = await app.gateway.call('POST', EVENTS, { events });
    expect(answer).toMatchObject(problem('invalid_request'));
    expect(faultyFields(answer)).toEqual(['events[999].severity']);
    expect(await head()).toBe(before);
  });

  it('every fault of every event is named', async () => {
    const answer = await app.gateway.call('POST', EVENTS, {
      events: [event({ module: '' }), 7, event(), event({ severity: 'loud', level: 1 }), [], null, {}],
    });
    expect(answer).toMatchObject(problem('invalid_request'));
    expect(faultyFields(answer).sort()).toEqual([
      'events[0].module',
      'events[1]',
      'events[3].level',
      'events[3].severity',
      'events[4]',
      'events[5]',
      'events[6].event_type',
      'events[6].module',
      'events[6].severity',
      'events[6].summary',
    ]);
  });

  it('again with the same event_id: the first id, and nothing is added', async () => {
    const [first, other] = await app.gateway.publish(event({ event_id: 'again-1' }), event());
    const before = await head();
    expect(await app.gateway.publish(event({ event_id: 'again-1', summary: 'Sent again.' }))).toEqual([first]);
    expect(await head()).toBe(before);

    const mixed = await app.gateway.publish(event({ event_id: 'again-2' }), event({ event_id: 'again-1' }), event());
    expect(mixed[1]).toBe(first);
    expect(new Set([...mixed, other]).size).toBe(4);
    expect(await after(before)).toHaveLength(2);
  });

  it('again and at once: it is published once', async () => {
    const before = await head();
    const answers = await Promise.all(
      Array.from({ length: 30 }, () => app.gateway.publish(event({ event_id: 'race-1' }))),
    );
    expect(new Set(answers.flat()).size).toBe(1);
    expect(await after(before)).toHaveLength(1);
  });

  it('events without an event_id are all kept, however alike', async () => {
    const before = await head();
    for (let call = 0; call < 2; call++) await app.gateway.publish(event(), event());
    expect(await after(before)).toHaveLength(4);
  });

  it('an event_id that is null is not an id that two events share', async () => {
    const before = await head();
    const accepted: unknown[] = [];
    for (let call = 0; call < 2; call++) {
      const { status, body } = await app.gateway.call(
        'POST',
        EVENTS,
        event({ event_id: null, summary: `null ${call}` }),
      );
      if (status === 202) accepted.push(...(body.ids as string[]));
    }
    expect(await after(before)).toHaveLength(accepted.length);
  });
});
