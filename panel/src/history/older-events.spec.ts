// Scrolling back must show the log as it is: without holes, as far as it reaches, and without asking for the same again and again.
import { EVERYTHING } from '../filters/event-filter.js';
import { aLog, type Log } from './log.fixture.js';

/** The numbers of the events that the page has, oldest first. */
const numbers = ({ store }: Log) =>
  store.entries.map((entry) => (entry.kind === 'event' ? Number(entry.event.event_id) : NaN));

/** Whether each event follows the one before it in the log. */
const whole = (log: Log) => numbers(log).every((number, index, all) => index === 0 || number === all[index - 1]! + 1);

it('adds no page whose place in the list was dropped while it was on its way', async () => {
  const log = aLog({ head: 9_000, limit: 1_000, page: 200 });
  log.store.hold();
  while (log.store.entries.length < 1_800) await log.older.load();
  const asked = log.holdBack();
  const loading = log.older.load();
  await asked;
  log.store.release();
  log.letGo();
  await loading;
  expect([whole(log), log.store.entries.length]).toEqual([true, 1_000]);
  log.store.hold();
  expect(log.older.state.get()).toEqual({ kind: 'more' });
  await log.older.load();
  expect(whole(log)).toBe(true);
  expect(log.store.entries.length).toBeGreaterThan(1_000);
});

it('with a filter that few events pass, loads as many as the page keeps and then no more, however many come', async () => {
  const log = aLog({ limit: 1_000, page: 200 });
  log.store.setFilter({ ...EVERYTHING, severities: ['critical'] });
  for (let count = 0; count < 2_000; count++) {
    log.publish(1);
    log.older.fill();
    await log.settled();
  }
  expect(log.asked.length).toBeLessThanOrEqual(5);
  expect([whole(log), log.older.state.get()]).toEqual([true, { kind: 'full' }]);
  log.store.hold();
  expect(log.older.state.get()).toEqual({ kind: 'more' });
});

it('fills the window of a page that nobody sees, and loads no more', async () => {
  const log = aLog({ snapshot: 10, page: 200, drawn: false });
  for (let count = 0; count < 5; count++) {
    log.older.fill();
    await log.settled();
  }
  expect(log.asked.length).toBe(1);
});

it('counts an event once, also if it was dropped and is loaded again', async () => {
  const log = aLog({ limit: 1_000, page: 200 });
  const counted: string[] = [];
  log.store.onAdded = ({ event_id: id }) => counted.push(id);
  for (let round = 0; round < 2; round++) {
    log.store.hold();
    while (log.store.entries.length < 1_800) await log.older.load();
    log.store.release();
  }
  expect(new Set(counted).size).toBe(counted.length);
});

it('goes on where the service found nothing that the reader may read, until the log begins', async () => {
  const log = aLog({ head: 30_000, snapshot: 50, hidden: [301, 29_000], limit: 40_000, page: 200 });
  log.older.state.subscribe(() => log.older.fill());
  log.store.setFilter({ ...EVERYTHING, text: 'nothing has this' });
  expect(await log.older.loadUntil(() => false)).toEqual({ kind: 'end' });
  expect(log.store.entries.length).toBe(300 + 1_001);
  expect(new Set(log.asked).size).toBe(log.asked.length);
});

describe('an event that is looked for', () => {
  const has = (log: Log, number: number) => () => numbers(log).includes(number);

  it('is found, though the window is filled at the same time', async () => {
    const log = aLog({ head: 3_000, limit: 10_000, page: 200 });
    log.store.setFilter({ ...EVERYTHING, text: 'nothing has this' });
    log.older.state.subscribe(() => log.older.fill());
    log.older.fill();
    expect(await log.older.loadUntil(has(log, 600))).toEqual({ kind: 'more' });
    expect(new Set(log.asked).size).toBe(log.asked.length);
  });

  it.each([
    ['is missing where the log ends', { limit: 10_000, number: 0 }, { kind: 'end' }],
    ['is not called missing where the page is full', { limit: 1_000, number: 5 }, { kind: 'full' }],
  ])('%s', async (_, { limit, number }, state) => {
    const log = aLog({ head: 3_000, limit, page: 200 });
    expect(await log.older.loadUntil(has(log, number))).toEqual(state);
  });

  it('is not called missing where the history could not be read, and is found later', async () => {
    const log = aLog({ head: 3_000, limit: 10_000, page: 200 });
    log.fault = new TypeError('unreadable');
    expect(await log.older.loadUntil(has(log, 600))).toEqual({ kind: 'failed', why: 'unreadable' });
    expect(await log.older.loadUntil(has(log, 600))).toEqual({ kind: 'more' });
  });

  it('is looked for no longer than somebody is signed in', async () => {
    const log = aLog({ head: 3_000, limit: 10_000, page: 200 });
    const asked = log.holdBack();
    const looked = log.older.loadUntil(has(log, 0));
    await asked;
    log.older.close();
    log.letGo();
    await looked;
    await log.older.load();
    expect(log.asked.length).toBe(1);
  });
});
