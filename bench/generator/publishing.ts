import { setTimeout as sleep } from 'node:timers/promises';
import { asMoment, microseconds } from './clock.js';
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
}

export interface PublishReport {
  /** The next sequence number. */
  next: number;
  events: number;
  seconds: number;
  /** The first failure's words; publishing stops there. */
  failure?: string;
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
  let failure: string | undefined;
  let sent = 0;
  try {
    while (sent < total) {
      await sleep(Math.max(0, (dueAt(sent) - microseconds()) / 1000));
      const count = Math.min(dueBy(microseconds()) - sent, MOST_IN_A_BATCH);
      if (count > 0)
        await sink.publish({
          first: plan.first + sent,
          count,
          dueAt: (sequence) => asMoment(dueAt(sequence - plan.first)),
        });
      sent += Math.max(0, count);
    }
  } catch (error) {
    failure = String(error);
  }
  return { next: plan.first + sent, events: sent, seconds: (microseconds() - startedAt) / 1e6, failure };
}
