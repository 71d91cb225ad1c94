import { type OperatorEvent } from '#client';

interface Ordered {
  /** Rises with the order of the log: 1 and more for what arrived, 0 and less for older ones that were loaded later. */
  readonly order: number;
  /** By the clock of the browser, ms since 1970. */
  readonly arrivedAt: number;
}

/** An event that the page keeps. */
export interface EventEntry extends Ordered {
  readonly kind: 'event';
  readonly event: OperatorEvent;
  /** Where it is in the log, if the page was told. */
  readonly position: string | undefined;
  /** All that a search looks at, in lower case. */
  readonly text: string;
}

/** A place where events may be missing. */
export interface GapEntry extends Ordered {
  readonly kind: 'gap';
  readonly reason: string;
  readonly missedFrom: string | undefined;
}

export type Entry = EventEntry | GapEntry;

/** Characters that an entry is reckoned to take. */
export function sizeOf(entry: Entry): number {
  return entry.kind === 'event' ? entry.text.length : 100;
}

/** What a search looks at. */
export function textOf(event: OperatorEvent): string {
  const { summary, module, event_type: type, event_id: id, correlation_id: correlation, payload } = event;
  const parts = [summary, module, type, id, correlation ?? '', payload ? JSON.stringify(payload) : ''];
  return parts.join('\n').toLowerCase();
}

export interface Tally {
  readonly events: number;
  readonly gaps: number;
}

/** Counts entries of both kinds, beside those that were counted already. */
export function tally(entries: readonly Entry[], before: Tally = { events: 0, gaps: 0 }): Tally {
  const gaps = entries.reduce((sum, { kind }) => sum + Number(kind === 'gap'), 0);
  return { events: before.events + entries.length - gaps, gaps: before.gaps + gaps };
}
