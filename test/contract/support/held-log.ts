import { eventually } from '../../../cluster/eventually.js';
import { type EventLog } from '../../../src/event-log/event-log.interface.js';

/** A log whose reads wait until the test releases or fails them. Appending and tailing work as usual. */
export class HeldLog implements EventLog {
  readonly format = undefined;
  readonly readable = true;
  private readonly waiting: { resolve: () => void; reject: (error: Error) => void }[] = [];

  constructor(private readonly inner: EventLog) {}

  /** Waits until there is a read. */
  async asked(): Promise<void> {
    await eventually(() => this.waiting.length > 0 || undefined, { what: 'somebody to read the log', everyMs: 1 });
  }

  release(): void {
    for (const { resolve } of this.waiting.splice(0)) resolve();
  }

  fail(error: Error): void {
    for (const { reject } of this.waiting.splice(0)) reject(error);
  }

  append: EventLog['append'] = (events) => this.inner.append(events);
  tail: EventLog['tail'] = (listener, signal) => this.inner.tail(listener, signal);
  reconnectTail: EventLog['reconnectTail'] = () => this.inner.reconnectTail();
  read: EventLog['read'] = (...args) => this.held(() => this.inner.read(...args));
  latest: EventLog['latest'] = (...args) => this.held(() => this.inner.latest(...args));

  private async held<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
    const answer = await ask();
    await new Promise<void>((resolve, reject) => this.waiting.push({ resolve, reject }));
    return answer;
  }
}
