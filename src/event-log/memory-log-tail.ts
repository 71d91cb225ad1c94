import { type EventLog, type TailListener } from './event-log.interface.js';
import { isComplete } from './find-gap.js';
import { handOut } from './hand-out.js';
import { type Position } from './position.js';

const BATCH = 1_000;
/** How often the listener is told that a log without new entries is up to date, ms. */
const UP_TO_DATE_MS = 1_000;

/** The tail of a log in memory. What is appended in one turn of the event loop becomes one batch. */
export class MemoryLogTail {
  private resume: (() => void) | undefined;
  private woken = false;

  constructor(
    private readonly log: Pick<EventLog, 'read'>,
    private readonly listener: TailListener,
    private position: Position,
  ) {}

  async run(signal: AbortSignal): Promise<void> {
    this.listener.started(this.position);
    const wake = () => this.wake();
    signal.addEventListener('abort', wake);
    const timer = setInterval(wake, UP_TO_DATE_MS).unref();
    while (!signal.aborted) {
      this.woken = false;
      const page = await this.log.read(this.position, BATCH);
      if (page.gap) this.listener.gap(page.gap, page.start);
      this.position = page.reached;
      handOut(this.listener, page.entries);
      if (!isComplete(page)) continue;
      this.listener.upToDate();
      if (!this.woken) await new Promise<void>((resolve) => (this.resume = resolve));
      await new Promise((resolve) => setImmediate(resolve));
    }
    clearInterval(timer);
    signal.removeEventListener('abort', wake);
  }

  /** To be called when entries were appended. */
  wake(): void {
    this.woken = true;
    this.resume?.();
  }
}
