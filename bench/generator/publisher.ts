import { moduleOf } from './event-forms.js';
import { type PublishReport } from './publishing.js';
import { type PublisherHandlers } from './publisher-process.js';
import { type SinkSpec } from './sinks/sink.js';
import { Worker } from './worker-channel.js';

/** Milliseconds between two batches by default: 50 a second. */
const TICK_MS = 20;

/** The writing half of the generator, in a process of its own. Sequence numbers go on from one call to the next. */
export class Publisher {
  private readonly worker = new Worker<PublisherHandlers>('./publisher-process.ts');
  /** The next event's sequence number. */
  next = 0;

  get pids(): number[] {
    return [this.worker.pid];
  }

  /** Where the next events go, and the modules they come from in turn. */
  async use(spec: SinkSpec, modules: string[] = [moduleOf(0)]): Promise<void> {
    await this.worker.call('use', { spec, modules });
  }

  /** Publishes `rate` events/s for `seconds`; resolves when the last one is acknowledged. */
  async publish(rate: number, seconds: number, tickMs = TICK_MS, goOn = false): Promise<PublishReport> {
    const report = await this.worker.call('publish', { first: this.next, rate, seconds, tickMs, goOn });
    this.next = report.next;
    return report;
  }

  stop(): Promise<void> {
    return this.worker.stop();
  }
}
