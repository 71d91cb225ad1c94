import { type Publisher } from '../generator/publisher.js';
import { type Subscribers } from '../generator/subscribers.js';
import { type Contender } from '../contenders/contender.js';
import { CpuMeter } from './cpu-meter.js';

/** The result of publishing at one rate for some seconds. Times in ms, CPU in µs for each delivery. */
export interface StepResult {
  /** Events/s asked for. */
  rate: number;
  deliveriesPerSecond: number;
  p50: number;
  p99: number;
  max: number;
  /** Whether every stream got every event, once and in order. */
  complete: boolean;
  /** Why it is not complete; absent if it is. */
  trouble?: string;
  cpuPerDelivery: number;
  /** The CPU of each group of processes of the contender, and of the two processes of the generator. */
  cpuParts: Record<string, number>;
  bytesPerDelivery: number;
}

export interface Load {
  contender: Contender;
  subscribers: Subscribers;
  publisher: Publisher;
}

/** How long late events are waited for after the last event is published. */
const DRAIN_MS = 2_000;

/**
 * Publishes `rate` events/s for `seconds` and measures what the open streams receive.
 * @param tickMs the time between two batches
 */
export async function loadStep(load: Load, rate: number, seconds: number, tickMs?: number): Promise<StepResult> {
  const { contender, subscribers, publisher } = load;
  await subscribers.begin(publisher.next);
  const server = new CpuMeter(contender.processes());
  const generator = new CpuMeter({ reading: subscribers.pids, publishing: publisher.pids });
  const published = await publisher.publish(rate, seconds, tickMs);
  const lacking = await subscribers.awaitSequence(publisher.next, DRAIN_MS);
  const [cpu, parts] = [server.total(), { ...server.parts(), ...generator.parts() }];
  const { events, missing, repeated, ended, bytes, latency } = await subscribers.report();
  const trouble = Object.entries({ lacking, missing, repeated, ended }).filter(([, count]) => count > 0);
  const perDelivery = (value: number) => (events > 0 ? value / events : 0);
  return {
    rate,
    deliveriesPerSecond: events / published.seconds,
    p50: latency.quantile(0.5) / 1000,
    p99: latency.quantile(0.99) / 1000,
    max: latency.max / 1000,
    complete: trouble.length === 0 && published.failure === undefined,
    trouble: published.failure ?? trouble.map(([what, count]) => `${what} ${count}`).join(', '),
    cpuPerDelivery: perDelivery(cpu * 1e6),
    cpuParts: Object.fromEntries(Object.entries(parts).map(([part, time]) => [part, perDelivery(time * 1e6)])),
    bytesPerDelivery: perDelivery(bytes),
  };
}
