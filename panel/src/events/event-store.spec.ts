// What the operator sees must be what came: nothing lost while the list is held, nothing twice, and never more than the page can keep.
import { type OperatorEvent, type StreamItem } from '#client';
import { EVERYTHING } from '../filters/event-filter.js';
import { EventStore } from './event-store.js';

let number = 0;

function event(fields: Partial<OperatorEvent> = {}): OperatorEvent {
  number += 1;
  return {
    event_id: `e${number}`,
    event_type: 'link.down',
    summary: `event ${number}`,
    module: 'switch',
    severity: 'info',
    created_at: '2026-11-28T08:00:00.000Z',
    ...fields,
  };
}

const item = (one: OperatorEvent): StreamItem => ({ kind: 'event', position: `log-1-${one.event_id}`, event: one });

/** A store whose frames the test draws. */
function newStore(limits?: { entries: number; characters: number }) {
  const frames: (() => void)[] = [];
  const store = new EventStore(
    (draw) => void frames.push(draw),
    limits,
    () => 0,
  );
  const receive = (...events: OperatorEvent[]) => {
    for (const one of events) store.receive(item(one));
    frames.splice(0).forEach((draw) => draw());
  };
  const summaries = () =>
    store.get().shown.map((entry) => (entry.kind === 'event' ? entry.event.summary : `gap ${entry.reason}`));
  return { store, frames, receive, summaries };
}

it('tells its listeners once a frame, however many events arrive', () => {
  const { store, frames } = newStore();
  let heard = 0;
  store.subscribe(() => (heard += 1));
  for (let i = 0; i < 500; i++) store.receive(item(event()));
  expect([frames.length, heard]).toEqual([1, 0]);
  frames[0]!();
  expect([heard, store.get().shown.length]).toEqual([1, 500]);
});

it('shows a gap where it happened, whatever the filter', () => {
  const { store, receive, summaries } = newStore();
  store.setFilter({ ...EVERYTHING, severities: ['critical'] });
  receive(event({ summary: 'a', severity: 'critical' }));
  store.receive({ kind: 'gap', position: '', reason: 'trimmed', missedFrom: undefined, resumedAt: undefined });
  receive(event({ summary: 'b' }), event({ summary: 'c', severity: 'critical' }));
  expect(summaries()).toEqual(['a', 'gap trimmed', 'c']);
});

it('shows an event once that is sent again after a gap', () => {
  const { store, receive, summaries } = newStore();
  const [a, b, c] = [event({ summary: 'a' }), event({ summary: 'b' }), event({ summary: 'c' })];
  let added = 0;
  store.onAdded = () => (added += 1);
  store.receive({ kind: 'snapshot', position: 'log-1-7', events: [a] });
  receive(b);
  store.receive({ kind: 'gap', position: '', reason: 'log_rewound', missedFrom: undefined, resumedAt: undefined });
  receive(a, b, c, { ...b, summary: 'b again', created_at: '2026-11-28T09:00:00.000Z' });
  expect([summaries(), added]).toEqual([['a', 'b', 'gap log_rewound', 'c', 'b again'], 4]);
});

it('holds the list, counts what waits, and shows all of it afterwards', () => {
  const { store, receive, summaries } = newStore({ entries: 1_000, characters: 1e9 });
  receive(event({ summary: 'seen' }));
  store.hold();
  receive(...Array.from({ length: 1_900 }, () => event()));
  expect(summaries()).toEqual(['seen']);
  expect(store.get().waiting).toBe(1_900);
  store.release();
  expect(store.get()).toMatchObject({ waiting: 0, kept: 1_000 });
});

it('counts gaps apart from events', () => {
  const { store, receive, summaries } = newStore();
  const gap = () =>
    store.receive({ kind: 'gap', position: '', reason: 'trimmed', missedFrom: undefined, resumedAt: undefined });
  gap();
  receive(event({ summary: 'a' }));
  expect([summaries(), store.get()]).toMatchObject([['gap trimmed', 'a'], { passing: 1, kept: 1 }]);
  store.hold();
  gap();
  receive(event(), event());
  expect(store.get()).toMatchObject({ waiting: 2, gapsWaiting: 1, passing: 3, kept: 3 });
});

it.each([
  ['some were shown', ['seen']],
  ['nothing was shown', []],
])('counts what waits also where it is more than the page keeps, when %s', (_, seen) => {
  const { store, receive, summaries } = newStore({ entries: 1_000, characters: 1e9 });
  receive(...seen.map((summary) => event({ summary })));
  store.hold();
  for (let count = 0; count < 50; count++) receive(...Array.from({ length: 100 }, () => event()));
  expect([summaries(), store.get().waiting]).toEqual([[], 5_000]);
  store.setFilter({ ...EVERYTHING, text: `event ${number}` });
  expect(store.get().waiting).toBe(1);
  store.release();
  store.setFilter(EVERYTHING);
  expect(store.get()).toMatchObject({ waiting: 0, kept: 1_000 });
});

it('keeps the newest within its limits, of entries and of characters', () => {
  const few = newStore({ entries: 100, characters: 1e9 });
  few.receive(...Array.from({ length: 1_000 }, () => event()));
  expect(few.store.get().kept).toBeLessThanOrEqual(300);
  expect(few.summaries().at(-1)).toBe(`event ${number}`);
  const small = newStore({ entries: 1e6, characters: 50_000 });
  small.receive(...Array.from({ length: 100 }, () => event({ payload: { text: 'x'.repeat(5_000) } })));
  expect(small.store.get().kept).toBeLessThan(10);
});

it('has no room for older events once some were dropped because of their characters', () => {
  const { store, receive } = newStore({ entries: 1e6, characters: 50_000 });
  receive(...Array.from({ length: 10 }, () => event({ payload: { text: 'x'.repeat(500) } })));
  expect(store.roomForOlder).toBe(true);
  for (let count = 0; count < 200; count++) receive(event({ payload: { text: 'x'.repeat(500) } }));
  expect([store.trims > 0, store.roomForOlder]).toEqual([true, false]);
  store.hold();
  expect(store.roomForOlder).toBe(true);
});

it('adds older events before the others, without those that it has', () => {
  const { store, frames, receive, summaries } = newStore();
  const [a, b, c] = [event({ summary: 'a' }), event({ summary: 'b' }), event({ summary: 'c' })];
  receive(b);
  expect(store.addOlder([a, b], 'log-1-1')).toBe(1);
  receive(c);
  frames.splice(0).forEach((draw) => draw());
  expect(summaries()).toEqual(['a', 'b', 'c']);
  expect(store.oldestPosition).toBe('log-1-1');
});

it('begins with its snapshot: older events are read from before it, until one of them says where it is', async () => {
  const { store, frames, summaries } = newStore();
  const [a, b] = [event({ summary: 'a' }), event({ summary: 'b' })];
  expect(store.oldestPosition).toBeUndefined();
  store.receive({ kind: 'snapshot', position: 'log-1-7', events: [b] });
  await store.begun;
  expect(store.oldestPosition).toBe('log-1-7');
  store.addOlder([a], 'log-1-1');
  expect(store.oldestPosition).toBe('log-1-1');
  frames.splice(0).forEach((draw) => draw());
  expect(summaries()).toEqual(['a', 'b']);
});

it('filters what is there and what comes', () => {
  const { store, receive, summaries } = newStore();
  receive(event({ summary: 'a', module: 'hermes' }), event({ summary: 'b', payload: { Port: 'Gi0/1' } }));
  store.setFilter({ ...EVERYTHING, text: 'gi0/1 switch' });
  expect(summaries()).toEqual(['b']);
  receive(event({ summary: 'c GI0/1' }), event({ summary: 'd' }));
  expect(summaries()).toEqual(['b', 'c GI0/1']);
  store.setFilter({ ...EVERYTHING, modules: ['hermes'] });
  expect(summaries()).toEqual(['a']);
});
