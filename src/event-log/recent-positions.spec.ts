// After a failover this is what tells "you have had that" from "that is new": wrong, and events are doubled or lost.
import { RecentPositions } from './recent-positions.js';
import { type LogEntry } from './event-log.interface.js';

function entries(from: number, to: number, ms: number): LogEntry[] {
  return Array.from({ length: to - from + 1 }, (_, index) => ({
    position: { epoch: 'e', ms, n: from + index },
    type: 't',
    module: 'm',
    severity: 'info',
    json: '{}',
  }));
}
const at = (n: number, ms: number) => ({ epoch: 'e', ms, n });

describe('recent positions', () => {
  it('know what was added and nothing else', () => {
    const recent = new RecentPositions();
    recent.add(entries(1, 5, 10));
    expect([recent.has(at(5, 10)), recent.has(at(6, 10)), recent.has(at(5, 11))]).toEqual([true, false, false]);
  });

  it('keep the newest of as many as they may hold', () => {
    const recent = new RecentPositions(100);
    recent.add(entries(1, 90, 10));
    recent.add(entries(91, 150, 11));
    expect([recent.has(at(50, 10)), recent.has(at(51, 10)), recent.has(at(150, 11))]).toEqual([false, true, true]);
  });

  it('keep the newest of a batch that is larger than that', () => {
    const recent = new RecentPositions(100);
    recent.add(entries(1, 1_000, 10));
    expect([recent.has(at(900, 10)), recent.has(at(901, 10))]).toEqual([false, true]);
  });

  it('take a number that was given out again for its new entry only, and as new', () => {
    const recent = new RecentPositions(10);
    recent.add(entries(1, 10, 10));
    recent.add(entries(6, 8, 20));
    expect([recent.has(at(7, 10)), recent.has(at(7, 20)), recent.has(at(5, 10))]).toEqual([false, true, true]);
    recent.add(entries(9, 14, 20));
    expect([recent.has(at(5, 10)), recent.has(at(6, 20)), recent.has(at(14, 20))]).toEqual([true, true, true]);
  });
});
