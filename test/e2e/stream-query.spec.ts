// The filters in the URL must have the same meaning for past events, new events and after a reconnect. Values without a
// meaning must be refused.
import { event } from '../support/api.js';
import { type InProcessApp, startInProcess } from '../support/in-process-app.js';
import { type SseReader } from '../support/sse-reader.js';
import { faultyFields, problem } from './support/problem.js';

async function snapshotOf(stream: SseReader): Promise<{ events: { summary: string }[]; last_event_id: string }> {
  return JSON.parse((await stream.first('snapshot')).data) as { events: { summary: string }[]; last_event_id: string };
}

describe('snapshots', () => {
  let app: InProcessApp;
  let ids: string[];

  beforeAll(async () => {
    app = await startInProcess();
    ids = await app.operator.publish(...Array.from({ length: 120 }, (_, index) => event({ summary: `${index}` })));
  });

  afterAll(() => app.close());

  it.each([
    ['', 5],
    ['snapshot=0', 0],
    ['snapshot=1', 1],
    ['snapshot=100', 100],
    ['snapshot=05', 5],
  ])('"%s" brings the newest %d events, oldest first, and the position', async (query, count) => {
    const stream = await app.operator.stream(query);
    const { events, last_event_id } = await snapshotOf(stream);
    expect(events.map(({ summary }) => Number(summary))).toEqual(
      Array.from({ length: count }, (_, index) => 120 - count + index),
    );
    expect(last_event_id).toBe(ids.at(-1));
    expect(stream.lastEventId).toBe(ids.at(-1));
    stream.close();
  });

  it.each(['101', '-1', '1.5', 'all', '', '5&snapshot=6', '1e1', '0x5'])('snapshot=%s is refused', async (snapshot) => {
    const answer = await app.operator.call('GET', `/operator/api/events/stream?snapshot=${snapshot}`);
    expect(answer).toMatchObject(problem('invalid_request'));
    expect(faultyFields(answer)).toEqual(['snapshot']);
  });
});

describe('filters', () => {
  let app: InProcessApp;

  beforeAll(async () => {
    app = await startInProcess();
  });

  afterAll(() => app.close());

  const matrix = ['hermes', 'switch'].flatMap((module) =>
    ['job.done', 'status.changed'].flatMap((event_type) =>
      ['info', 'error'].map((severity) =>
        event({ module, event_type, severity, summary: `${module} ${event_type} ${severity}` }),
      ),
    ),
  );
  const passing = (parts: RegExp) =>
    matrix.map(({ summary }) => String(summary)).filter((summary) => parts.test(summary));

  it.each([
    ['', passing(/./)],
    ['severity=error', passing(/error/)],
    ['module=hermes', passing(/hermes/)],
    ['event_type=job.done', passing(/job/)],
    ['severity=error&module=switch&event_type=job.done', passing(/switch job.done error/)],
    ['severity=error,info', passing(/./)],
    ['severity=error&severity=info&severity=error', passing(/./)],
    ['module=hermes,madre&module=spawner', passing(/hermes/)],
    ['module=', passing(/./)],
    ['follow=true&unheard_of=1', passing(/./)],
  ])('"%s" holds for the past, the present and a resume', async (query, expected) => {
    const stream = await app.operator.stream(`snapshot=0&${query}`);
    const { last_event_id: start } = await snapshotOf(stream);
    await app.operator.publish(...matrix);
    // Whatever the filter, this one is the last to arrive.
    const summaries = (events: Record<string, unknown>[]) => events.map(({ summary }) => summary);
    expect(summaries(await stream.receive(expected.length))).toEqual(expected);
    const resumed = await app.operator.stream(query, { 'Last-Event-ID': start });
    expect(summaries(await resumed.receive(expected.length))).toEqual(expected);
    const late = await app.operator.stream(`snapshot=${expected.length}&${query}`);
    expect((await snapshotOf(late)).events.map(({ summary }) => summary)).toEqual(expected);
    for (const one of [stream, resumed, late]) one.close();
  });

  it.each([
    ['severity=loud', ['severity']],
    ['severity=error,', ['severity']],
    ['severity=ERROR', ['severity']],
    ['module=two%20words', ['module']],
    [`module=${'m'.repeat(65)}`, ['module']],
    ['event_type=a/b', ['event_type']],
    ['severity=loud&module=!&event_type=!&snapshot=x', ['event_type', 'module', 'severity', 'snapshot']],
  ])('"%s" is refused, and every fault named', async (query, fields) => {
    const answer = await app.operator.call('GET', `/operator/api/events/stream?${query}`);
    expect(answer).toMatchObject(problem('invalid_request'));
    expect(faultyFields(answer).sort()).toEqual(fields);
  });
});
