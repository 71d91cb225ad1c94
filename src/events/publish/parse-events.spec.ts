// A publisher corrects a batch by the faults in the response: the response must name every fault and its place.
import { type Problem } from '../../problems/problem.js';
import { parseEvents } from './parse-events.js';

const GOOD = { event_type: 'status.changed', module: 'switch', severity: 'warn', summary: 'It changed.' };

async function faultsIn(body: unknown): Promise<unknown> {
  const problem = await parseEvents(body).then(
    () => undefined,
    (error: unknown) => error as Problem,
  );
  expect(problem).toMatchObject({ code: 'invalid_request' });
  return problem?.options.errors?.map(({ field }) => field);
}

describe('what is published', () => {
  it('may be one event, or a list', async () => {
    expect(await parseEvents(GOOD)).toEqual([expect.objectContaining(GOOD)]);
    expect(await parseEvents({ events: [GOOD, { ...GOOD, module: 'madre' }] })).toMatchObject([
      GOOD,
      { module: 'madre' },
    ]);
  });

  it('is told every fault of every event, those of its fields and those between events', async () => {
    const twice = { ...GOOD, event_id: 'same' };
    const events = [twice, { ...GOOD, severity: 'loud', colour: 'red' }, 7, twice, { summary: '' }];
    expect(await faultsIn({ events })).toEqual([
      'events[1].colour',
      'events[1].severity',
      'events[2]',
      'events[3].event_id',
      'events[4].event_type',
      'events[4].module',
      'events[4].severity',
      'events[4].summary',
    ]);
  });

  it.each([[null], ['text'], [7], [[GOOD]]])('is not %j', async (body) =>
    expect(await faultsIn(body)).toEqual(['body']),
  );

  it.each([[{ events: {} }], [{ events: [] }], [{ events: Array.from({ length: 1_001 }, () => GOOD) }]])(
    'is a list of 1 to 1,000 events',
    async (body) => expect(await faultsIn(body)).toEqual(['events']),
  );

  it('may have more unknown fields than a function takes arguments, and is told the first hundred', async () => {
    const unknown = Object.fromEntries(Array.from({ length: 130_000 }, (_, index) => [index.toString(36), 0]));
    expect(await faultsIn({ ...GOOD, ...unknown })).toHaveLength(100);
  });

  it('does not inherit fields', async () => {
    const inheriting = Object.assign(Object.create({ summary: 'from elsewhere' }) as object, {
      ...GOOD,
      summary: undefined,
    });
    delete (inheriting as { summary?: string }).summary;
    expect(await faultsIn(inheriting)).toEqual(['summary']);
  });
});
