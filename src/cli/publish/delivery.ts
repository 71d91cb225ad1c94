import { type Problem } from '#client';
import { setTimeout as wait } from 'node:timers/promises';
import { CliFailure } from '../cli-failure.js';
import { type Service } from '../service-options.js';
import { type PostResult, postEvents } from './post-events.js';
import { type PreparedEvent } from './prepared-event.js';
import { type PublishReport } from './publish-report.js';
import { RetryTime } from './retry-time.js';

export interface DeliveryOptions {
  readonly service: Service;
  readonly report: PublishReport;
  /** For how long a batch is sent again after a failure, ms; 0: no limit. */
  readonly retryForMs: number;
  readonly interrupted: AbortSignal;
}

/** Publishes batches of events: sends a batch again after a failure, and without the events that the service refuses. */
export class Delivery {
  constructor(private readonly options: DeliveryOptions) {}

  /**
   * Publishes `events` in order. When it returns, each is either published or reported as refused.
   * @throws CliFailure if the service cannot be reached, or refuses the call as a whole
   */
  async send(events: readonly PreparedEvent[]): Promise<void> {
    if (events.length === 0) return;
    const result = await this.#post(events);
    if (result.kind === 'accepted') return this.options.report.published(events.length);
    if (result.kind === 'too_many') return this.#sendInParts(events, result.most);
    await this.#sendWithoutRefused(events, result.problem);
  }

  /** Sends calls of half of what is allowed at once, so that others of the same principal come through beside them. */
  async #sendInParts(events: readonly PreparedEvent[], most: number): Promise<void> {
    const size = Math.max(1, Math.floor(most / 2));
    for (let start = 0; start < events.length; start += size) await this.send(events.slice(start, start + size));
  }

  /**
   * Sends the events of a rejected call again, without those that have faults. If the service names no event, sends the two
   * halves. A rejected call has published nothing.
   */
  async #sendWithoutRefused(events: readonly PreparedEvent[], problem: Problem): Promise<void> {
    const faults = faultsByIndex(problem, events.length);
    if (events.length === 1) faults.set(0, faults.get(0) ?? problem.detail ?? `was refused with ${problem.status}`);
    if (faults.size === 0) {
      const middle = Math.ceil(events.length / 2);
      await this.send(events.slice(0, middle));
      return this.send(events.slice(middle));
    }
    for (const [index, reason] of faults) {
      const event = events[index];
      if (event !== undefined) await this.options.report.refused({ place: event.place, reason });
    }
    await this.send(events.filter((_event, index) => !faults.has(index)));
  }

  async #post(events: readonly PreparedEvent[]): Promise<Exclude<PostResult, { kind: 'later' }>> {
    const { service, report, retryForMs, interrupted } = this.options;
    const retryTime = new RetryTime(retryForMs, interrupted);
    for (;;) {
      const result = await postEvents(service, events);
      if (result.kind !== 'later') return result;
      const ms = retryTime.next(result.askedMs, result.applied);
      if (ms === undefined) throw gaveUp(events, result.reason, retryTime.uncertain);
      await report.waiting(result.reason, ms);
      // Ctrl-C ends the wait early.
      await wait(ms, undefined, { signal: interrupted.aborted ? undefined : interrupted }).catch(() => undefined);
    }
  }
}

/** Returns the faults that the service names, by the index of the event in the call. */
function faultsByIndex({ errors = [] }: Problem, count: number): Map<number, string> {
  const faults = new Map<number, string>();
  for (const error of errors) {
    const { field, message } = error as { field?: unknown; message?: unknown };
    const [, digits, name = ''] = /^events\[(\d+)\]\.?(.*)$/.exec(String(field)) ?? [];
    const index = Number(digits);
    if (digits === undefined || index >= count) continue;
    const fault = `${name} ${String(message)}`.trim();
    faults.set(index, faults.has(index) ? `${faults.get(index)}; ${fault}` : fault);
  }
  return faults;
}

function gaveUp(events: readonly PreparedEvent[], reason: string, uncertain: boolean): CliFailure {
  const [first, last] = [events[0]?.place, events.at(-1)?.place];
  const lines = first === last ? `line ${first}` : `lines ${first} to ${last}`;
  const state = uncertain ? 'may or may not be published' : 'not published';
  return new CliFailure(
    'gave_up',
    `Publishing failed (${reason}). All lines before are done; ${state}: ${lines}; not published: all lines after.`,
  );
}
