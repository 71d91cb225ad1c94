// Readiness and the reconnecting of the tail depend on this watch: a hub at a position that a failover lost has not caught up with
// the log, even if its number is as high.
import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { type EventLog, type GapReason } from '../../event-log/event-log.interface.js';
import { type Position } from '../../event-log/position.js';
import { type EventHub } from '../../streaming/event-hub.js';
import { TailWatch } from './tail-watch.service.js';

Logger.overrideLogger(false);

const at = (n: number, ms: number, epoch = 'e'): Position => ({ epoch, ms, n });

function watching(position: Position) {
  const hub = { position, upToDateAt: performance.now() };
  const answer: { head: Position; gap?: GapReason } = { head: position };
  const read = () => Promise.resolve(answer);
  const log = { read, reconnectTail: () => undefined } as unknown as EventLog;
  return { hub, answer, watch: new TailWatch({ log }, hub as EventHub) };
}

describe('the watch over the tail', () => {
  it('does not take a rewound log for one it has caught up with', async () => {
    const { answer, watch } = watching(at(10, 100));
    Object.assign(answer, { head: at(8, 90), gap: 'log_rewound' });
    await watch.check();
    const { lagEntries } = watch;
    // The log goes on, on its new branch, to the very number that the streams had on the old one.
    Object.assign(answer, { head: at(10, 200), gap: 'log_rewound' });
    await watch.check();
    expect([lagEntries, watch.lagEntries]).toEqual([2, 1]);
    expect(watch.lagSeconds).toBeGreaterThan(0);
  });

  it('says so when the streams are on the new branch', async () => {
    const { hub, answer, watch } = watching(at(10, 100));
    Object.assign(answer, { head: at(10, 200), gap: 'log_rewound' });
    await watch.check();
    hub.position = at(10, 200);
    Object.assign(answer, { gap: undefined });
    await watch.check();
    expect([watch.lagEntries, watch.lagSeconds]).toEqual([0, 0]);
  });

  it('says how long a log that cannot be read has kept events back', () => {
    jest.useFakeTimers();
    const { watch } = watching(at(10, 100));
    jest.advanceTimersByTime(3_000);
    expect(watch.lateSeconds).toBe(0);
    jest.advanceTimersByTime(5_000);
    expect(watch.lateSeconds).toBeCloseTo(8, 1);
    jest.useRealTimers();
  });

  it('counts what the streams have not seen', async () => {
    const { answer, watch } = watching(at(10, 100));
    answer.head = at(13, 130);
    await watch.check();
    expect(watch.lagEntries).toBe(3);
    answer.head = at(2, 500, 'other');
    await watch.check();
    expect(watch.lagEntries).toBe(3);
  });
});
