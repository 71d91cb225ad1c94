// The list must go on when it is told to, also in a browser that refuses to change the address as often as the operator does something.
import { Desk } from './desk.js';
import { type EventEntry } from './events/entry.js';
import { EventStore } from './events/event-store.js';

/** Stands for the browser; `refuses` as Safari does after a hundred changes. */
const browser = { changes: 0, refuses: false };

beforeEach(() => {
  Object.assign(browser, { changes: 0, refuses: false });
  const location = { pathname: '/operator/ui/', search: '', hash: '' };
  const replaceState = (_: unknown, __: string, address: string) => {
    if (browser.refuses) throw new DOMException('100 times per 10 seconds', 'SecurityError');
    browser.changes += 1;
    location.search = new URL(address, 'http://localhost').search;
  };
  Object.assign(globalThis, { location, history: { replaceState } });
});

const entry = { kind: 'event', order: 1, event: { event_id: 'e1' } } as EventEntry;
const newDesk = () => new Desk(new EventStore((draw) => draw()));

it('changes the address only where it becomes another one', () => {
  const desk = newDesk();
  for (let time = 0; time < 200; time++) desk.goOn();
  expect(browser.changes).toBe(0);
  desk.select(entry, true);
  desk.select(entry, true);
  expect([browser.changes, location.search]).toEqual([1, '?event=e1']);
  desk.goOn();
  expect([browser.changes, location.search]).toEqual([2, '']);
});

it('lets the list go on though the browser refuses to change the address, which goes on later', () => {
  const desk = newDesk();
  desk.select(entry, true);
  browser.refuses = true;
  desk.goOn();
  expect([desk.events.held, desk.returns.get(), location.search]).toEqual([false, 1, '?event=e1']);
  browser.refuses = false;
  desk.goOn();
  expect(location.search).toBe('');
});
