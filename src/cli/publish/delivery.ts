import { type Problem } from '#client';
import { setTimeout as wait } from 'node:timers/promises';
import { CliFailure } from '../cli-failure.js';
import { type Service } from '../service-options.js';
import { Patience } from './patience.js';
import { type Answer, postEvents } from './post-events.js';
import { type PreparedEvent } from './prepared-event.js';
import { type PublishReport } from './publish-report.js';

export interface DeliveryOptions {
  readonly service: Service;
  readonly report: PublishReport;
  /** Longest time one batch is tried again; 0 for no limit. */
  readonly retryForMs: number;
  readonly interrupted: AbortSignal;
}

/** Brings batches to the service: tries again what may be tried again, and sorts out the events that are refused. */
export class Delivery {
  constructor(private readonly options: DeliveryOptions) {}

  /**
   * Sends `events` in order. When it returns each is either published or reported as refused.
   * @throws CliFailure when that is not possible.
   */
  async send(events: readonly PreparedEvent[]): Promise<void> {
    if (events.length === 0) return;
    const answer = await this.#answer(events);
    if (answer.kind === 'accepted') return this.options.report.published(events.length);
    await this.#sortOut(events, answer.problem);
  }

  /** Nothing of a rejected call was written: the good events are sent again without the bad ones. */
  async #sortOut(events: readonly PreparedEvent[], problem: Problem): Promise<void> {
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

  async #answer(events: readonly PreparedEvent[]): Promise<Exclude<Answer, { kind: 'later' }>> {
    const { service, report, retryForMs, interrupted } = this.options;
    const patience = new Patience(retryForMs, interrupted);
    for (;;) {
      const answer = await postEvents(service, events);
      if (answer.kind !== 'later') return answer;
      const ms = patience.next(answer.askedMs, answer.applied);
      if (ms === undefined) throw gaveUp(events, answer.reason, patience.uncertain);
      await report.waiting(answer.reason, ms);
      // An interruption cuts the wait short; the next attempt may be the last.
      await wait(ms, undefined, { signal: interrupted.aborted ? undefined : interrupted }).catch(() => undefined);
    }
  }
}

/** What the service says of each event, by its index in the call. */
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
    `The service takes no more (${reason}). Done with all before; ${state}: ${lines}; not published: all after.`,
  );
}
