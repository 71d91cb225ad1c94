import { moduleOf } from './event-forms.js';
import { type OnFailure, type PublishReport } from './publishing.js';
import { type PublisherHandlers } from './publisher-process.js';
import { type SinkSpec } from './sinks/sink.js';
import { Worker } from './worker-channel.js';

/** The time between two batches if none is given, ms: 50 batches a second. */
const TICK_MS = 20;

/** The publishing part of the generator, in a process of its own. Sequence numbers continue from one call to the next. */
export class Publisher {
  private readonly worker = new Worker<PublisherHandlers>('./publisher-process.ts');
  /** The sequence number of the next event. */
  next = 0;

  get pids(): number[] {
    return [this.worker.pid];
  }

  /** Chooses where the next events are published, and their modules, which are used in turn. */
  async use(spec: SinkSpec, modules: string[] = [moduleOf(0)]): Promise<void> {
    await this.worker.call('use', { spec, modules });
  }

  /** Publishes `rate` events/s for `seconds`. Resolves when the last one is acknowledged. */
  async publish(rate: number, seconds: number, tickMs = TICK_MS, onFailure?: OnFailure): Promise<PublishReport> {
    const report = await this.worker.call('publish', { first: this.next, rate, seconds, tickMs, onFailure });
    this.next = report.next;
    return report;
  }

  stop(): Promise<void> {
    return this.worker.stop();
  }
}
