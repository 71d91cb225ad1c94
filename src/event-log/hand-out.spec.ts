// The tail continues when its listener throws: without a gap, the missing batch would stay unnoticed.
import { Logger } from '@nestjs/common';
import { keeping, newEvents } from '../../test/contract/support/events.js';
import { eventually } from '../../cluster/eventually.js';
import { MemoryEventLog } from './event-log.memory.js';
import { type LogEntry, type TailListener } from './event-log.interface.js';
import { handOut } from './hand-out.js';

Logger.overrideLogger(false);

const entry = (n: number): LogEntry => ({
  position: { epoch: 'e', ms: 1, n },
  type: 't',
  module: 'm',
  severity: 'info',
  json: '{}',
});

class Forgetful implements TailListener {
  readonly heard: string[] = [];
  failing = true;

  started(): void {
    this.heard.push('started');
  }
  batch(entries: readonly LogEntry[]): void {
    if (this.failing) throw new Error('a stream that cannot be written to');
    this.heard.push(...entries.map(({ position }) => `${position.n}`));
  }
  gap(reason: string, { n }: { n: number }): void {
    this.heard.push(`${reason} up to ${n}`);
  }
  upToDate(): void {
    // Of no interest here.
  }
}

describe('a batch whose listener fails', () => {
  it('is reported as a gap up to its end', () => {
    const listener = new Forgetful();
    handOut(listener, [entry(1), entry(2)]);
    listener.failing = false;
    handOut(listener, [entry(3)]);
    expect(listener.heard).toEqual(['unreadable up to 2', '3']);
  });

  it('does not end the tail', async () => {
    const log = new MemoryEventLog(keeping(100), 'e');
    const listener = new Forgetful();
    const stop = new AbortController();
    const running = log.tail(listener, stop.signal);
    await log.append(newEvents(2));
    await eventually(() => listener.heard[1], { what: 'the gap' });
    listener.failing = false;
    await log.append(newEvents(1));
    await eventually(() => listener.heard[2], { what: 'the next event' });
    expect(listener.heard).toEqual(['started', 'unreadable up to 2', '3']);
    stop.abort();
    await running;
  });
});
