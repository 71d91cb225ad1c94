import { setTimeout as sleep } from 'node:timers/promises';
import { asMoment, microseconds } from './clock.js';
import { Histogram, type HistogramState } from './histogram.js';
import { type Sink } from './sinks/sink.js';

/** The most events in one call that the service accepts. */
const MOST_IN_A_BATCH = 1_000;
/** Between a failed call and its repetition, ms. */
const REPEAT_MS = 100;
/** How long after the last event was due a call is repeated, µs. */
const LONGEST_REPEATING = 20_000_000;

/** How many events to publish, and how fast. */
export interface PublishPlan {
  first: number;
  /** Events per second. */
  rate: number;
  seconds: number;
  /** The time between two batches, ms. */
  tickMs: number;
  /** What a failed call does: it ends the publishing (if absent), is counted and skipped, or is repeated until it is accepted. */
  onFailure?: OnFailure;
}

export type OnFailure = 'end' | 'skip' | 'repeat';

/** The result of publishing. */
export interface PublishReport {
  /** The next sequence number. */
  next: number;
  events: number;
  seconds: number;
  /** The text of the first failure. */
  failure?: string;
  /** Calls that failed. */
  failures: number;
  /** The durations of the calls, µs. */
  latency: HistogramState;
}

/**
 * Publishes at a steady rate. Each event has the moment when it was due, even if the contender was too slow to accept it then, so
 * that its wait counts as latency. Events that became due during a call are published together in the next one.
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
  while (sent < total) {
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
      if (plan.onFailure === 'repeat' && microseconds() - startedAt < plan.seconds * 1e6 + LONGEST_REPEATING) {
        await sleep(REPEAT_MS);
        continue;
      }
      if (plan.onFailure !== 'skip') break;
    }
    latency.record(microseconds() - begunAt);
    sent += count;
  }
  const seconds = (microseconds() - startedAt) / 1e6;
  return { next: plan.first + sent, events: sent, seconds, failure, failures, latency: latency.state() };
}
