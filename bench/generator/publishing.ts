import { setTimeout as sleep } from 'node:timers/promises';
import { asMoment, microseconds } from './clock.js';
import { Histogram, type HistogramState } from './histogram.js';
import { type Sink } from './sinks/sink.js';

/** Most events in one call: what the service allows. */
const MOST_IN_A_BATCH = 1_000;

export interface PublishPlan {
  first: number;
  /** Events per second. */
  rate: number;
  seconds: number;
  /** Milliseconds between two batches. */
  tickMs: number;
  /** Go on when a call fails, and count it; else the first failure is the end. */
  goOn?: boolean;
}

export interface PublishReport {
  /** The next sequence number. */
  next: number;
  events: number;
  seconds: number;
  /** The text of the first failure. */
  failure?: string;
  /** Calls that failed. */
  failures: number;
  /** Of each call, microseconds. */
  latency: HistogramState;
}

/**
 * Publishes at a steady rate. Events are stamped with the moment they were *due*, also when the contender is slow to
 * take them, so that waiting counts as latency; what was due meanwhile goes out together in the next batch.
 */
export async function publishSteadily(sink: Sink, plan: PublishPlan): Promise<PublishReport> {
  const startedAt = microseconds();
  const total = Math.round(plan.rate * plan.seconds);
  const tick = plan.tickMs * 1000;
  const perTick = (plan.rate * tick) / 1e6;
  const dueAt = (index: number) => startedAt + Math.ceil((index + 1) / perTick) * tick;
  const dueBy = (time: number) => Math.min(total, Math.floor(Math.floor((time - startedAt) / tick) * perTick + 1e-6));
  const latency = new Histogram();
  let failure: string | undefined;
  let failures = 0;
  let sent = 0;
  while (sent < total && (failures === 0 || plan.goOn)) {
    await sleep(Math.max(0, (dueAt(sent) - microseconds()) / 1000));
    const count = Math.min(dueBy(microseconds()) - sent, MOST_IN_A_BATCH);
    if (count <= 0) continue;
    const begunAt = microseconds();
    try {
      await sink.publish({
        first: plan.first + sent,
        count,
        dueAt: (sequence) => asMoment(dueAt(sequence - plan.first)),
      });
    } catch (error) {
      failure ??= String(error);
      failures++;
      if (!plan.goOn) break;
    }
    latency.record(microseconds() - begunAt);
    sent += count;
  }
  const seconds = (microseconds() - startedAt) / 1e6;
  return { next: plan.first + sent, events: sent, seconds, failure, failures, latency: latency.state() };
}
