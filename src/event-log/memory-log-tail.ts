import { type EventLog, type TailListener } from './event-log.interface.js';
import { isComplete } from './find-gap.js';
import { handOut } from './hand-out.js';
import { type Position } from './position.js';

const BATCH = 1_000;
/** A quiet log says so this often, ms. */
const PROOF_MS = 1_000;

/** Follows a log in the same process: everything appended in one turn of the event loop is one batch. */
export class MemoryLogTail {
  private awake: (() => void) | undefined;
  private news = false;

  constructor(
    private readonly log: Pick<EventLog, 'read'>,
    private readonly listener: TailListener,
    private position: Position,
  ) {}

  async run(signal: AbortSignal): Promise<void> {
    this.listener.started(this.position);
    const wake = () => this.wake();
    signal.addEventListener('abort', wake);
    const proof = setInterval(wake, PROOF_MS).unref();
    while (!signal.aborted) {
      this.news = false;
      const page = await this.log.read(this.position, BATCH);
      if (page.gap) this.listener.gap(page.gap, page.start);
      this.position = page.reached;
      handOut(this.listener, page.entries);
      if (!isComplete(page)) continue;
      this.listener.upToDate();
      if (!this.news) await new Promise<void>((resolve) => (this.awake = resolve));
      await new Promise((resolve) => setImmediate(resolve));
    }
    clearInterval(proof);
    signal.removeEventListener('abort', wake);
  }

  wake(): void {
    this.news = true;
    this.awake?.();
  }
}
