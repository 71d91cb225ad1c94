import { type StreamItem } from '../stream-item.js';
import { Delivered } from './delivered.js';

const at = (n: number) => `a-1000-${n}`;
const event = (n: number, position = at(n), created_at = ''): StreamItem => ({
  kind: 'event',
  position,
  event: { event_id: `e${n}`, event_type: 't', summary: '', module: 'm', severity: 'info', created_at },
});
const heartbeat = (n: number): StreamItem => ({ kind: 'heartbeat', position: at(n), timestamp: '' });
const taken = (delivered: Delivered, items: readonly (readonly [StreamItem, boolean])[]) =>
  items.map(([item, moves]) => delivered.take(item, moves)).map((item) => item && [item.kind, item.position]);

describe('Delivered', () => {
  it('drops what a leader behind this tab reads again, and takes what comes then', () => {
    const delivered = new Delivered(at(12));
    const items = [event(11), heartbeat(11), event(12), heartbeat(12), event(13)];
    expect(
      taken(
        delivered,
        items.map((item) => [item, true] as const),
      ),
    ).toEqual([undefined, undefined, undefined, ['heartbeat', at(12)], ['event', at(13)]]);
  });

  it('recognises events that do not move the position by their ids, and never goes back', () => {
    const delivered = new Delivered(at(10));
    taken(delivered, [
      [event(11), true],
      [event(12), true],
    ]);
    expect(
      taken(delivered, [
        [event(12, at(10)), false],
        [event(13, at(10)), false],
        [event(14), true],
      ]),
    ).toEqual([undefined, ['event', at(12)], ['event', at(14)]]);
  });

  it('takes what follows a gap that leads back, but no event twice', () => {
    const delivered = new Delivered(at(10));
    taken(delivered, [[event(11), true]]);
    const gap: StreamItem = {
      kind: 'gap',
      position: at(5),
      reason: 'log_rewound',
      missedFrom: at(11),
      resumedAt: at(5),
    };
    expect(
      taken(delivered, [
        [gap, true],
        [event(6), true],
        [event(11), true],
        [event(12), true],
      ]),
    ).toEqual([['gap', at(5)], ['event', at(6)], undefined, ['event', at(12)]]);
    expect(delivered.position).toBe(at(12));
  });

  it('stands after an event that came again after a gap', () => {
    const delivered = new Delivered(at(10));
    const gap: StreamItem = { kind: 'gap', position: at(0), reason: '', missedFrom: undefined, resumedAt: undefined };
    taken(delivered, [
      [event(11), true],
      [gap, true],
      [event(11), true],
    ]);
    expect(delivered.position).toBe(at(11));
  });

  it('knows which event came in place of a lost one, and forgets nothing that it needs for that', () => {
    const delivered = new Delivered(at(10), 2);
    const other = (n: number, ms = 1_000) => ({ ...event(n, `a-${ms}-${n}`, 'other') });
    taken(delivered, [
      [event(11), true],
      [event(12), true],
    ]);
    expect([10, 11, 12, 13].map((n) => delivered.hasLost(other(n), true))).toEqual([false, true, true, false]);
    expect([10, 13].map((n) => delivered.hasLost(other(n, n === 10 ? 1_001 : 999), true))).toEqual([true, true]);
    expect([11, 12].map((n) => delivered.hasLost(event(n), true))).toEqual([false, false]);
    expect(delivered.hasLost({ ...heartbeat(11), position: 'a-1001-11' }, true)).toBe(true);
    expect(delivered.hasLost(heartbeat(11), true)).toBe(false);
    // The event 11 is not among the newest two any more.
    taken(delivered, [[event(13), true]]);
    expect([11, 12].map((n) => delivered.hasLost(other(n), true))).toEqual([false, true]);
  });

  it('takes an id that is used again for another event', () => {
    const delivered = new Delivered(at(10));
    const items = [event(1, at(11), 'eight'), event(1, at(12), 'nine')];
    expect(
      taken(
        delivered,
        items.map((item) => [item, true] as const),
      ),
    ).toEqual([
      ['event', at(11)],
      ['event', at(12)],
    ]);
  });

  it('passes a goodbye on, at the position of this tab', () => {
    const goodbye: StreamItem = { kind: 'goodbye', position: at(3), reason: 'revoked', reconnect: false, retryMs: 0 };
    expect(new Delivered(at(10)).take(goodbye, true)).toEqual({ ...goodbye, position: at(10) });
  });
});
