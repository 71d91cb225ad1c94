// A component shows the newest events, each once, and may change its mind about how many.
import { type OperatorEvent } from '../operator-event.js';
import { NewestEvents } from './newest-events.js';

const events = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => ({ event_id: `e${from + index}` }) as OperatorEvent);
const ids = (newest: NewestEvents) => newest.events.map(({ event_id: id }) => id);

describe('the newest events', () => {
  it('are those that came last, oldest first', () => {
    const newest = new NewestEvents(3);
    newest.add(events(1, 2));
    newest.add(events(3, 5));
    expect(ids(newest)).toEqual(['e3', 'e4', 'e5']);
  });

  it('have no event again, though it is not kept any more', () => {
    const newest = new NewestEvents(3);
    newest.add(events(1, 200));
    newest.add(events(1, 150));
    expect(ids(newest)).toEqual(['e198', 'e199', 'e200']);
    newest.add(events(150, 201));
    expect(ids(newest)).toEqual(['e199', 'e200', 'e201']);
  });

  it('have an id twice if it was used again for another event', () => {
    const newest = new NewestEvents(3);
    for (const created_at of ['eight', 'nine', 'nine']) newest.add([{ event_id: 'full', created_at } as OperatorEvent]);
    expect(newest.events.map(({ created_at: at }) => at)).toEqual(['eight', 'nine']);
  });

  it('remember a bounded number of events, and no fewer than are kept', () => {
    const few = new NewestEvents(3);
    few.add(events(1, 1_001));
    few.add(events(1, 1));
    expect(ids(few)).toEqual(['e1000', 'e1001', 'e1']);
    const many = new NewestEvents(1_500);
    many.add(events(1, 1_500));
    many.add(events(1, 1));
    expect(ids(many)).toHaveLength(1_500);
  });

  it('are fewer at once when fewer are to be kept, and more as they come when more are', () => {
    const newest = new NewestEvents(3);
    newest.add(events(1, 3));
    newest.keep(2);
    expect(ids(newest)).toEqual(['e2', 'e3']);
    newest.keep(4);
    newest.add(events(4, 5));
    expect(ids(newest)).toEqual(['e2', 'e3', 'e4', 'e5']);
  });

  it('are bounded in any case', () => {
    for (const keep of [0, -1, NaN]) {
      expect(() => new NewestEvents(keep)).toThrow(/keep must be at least 1/);
      expect(() => new NewestEvents(1).keep(keep)).toThrow(/keep must be at least 1/);
    }
  });
});
