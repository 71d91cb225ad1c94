import { type Position } from './position.js';

/** What filters look at. None of them has a space in it. */
export interface EventFields {
  readonly type: string;
  readonly module: string;
  readonly severity: string;
}

/** An event on its way into the log. */
export interface NewEvent extends EventFields {
  /** The id its publisher gave it, if any: a second append within ten minutes answers the first position. */
  readonly givenId?: string;
  /** The event as it will be sent: one line of JSON. */
  readonly json: string;
}

/** An event in the log. */
export interface LogEntry extends EventFields {
  readonly position: Position;
  readonly json: string;
}

/**
 * Why nobody can vouch that nothing is missing: `trimmed` (the log dropped what came next), `log_lost` (it is another
 * log), `log_rewound` (a failover lost the newest entries), `unreadable` (not a position).
 */
export type GapReason = 'trimmed' | 'log_lost' | 'log_rewound' | 'unreadable';

export interface LogPage {
  /** Oldest first. After a gap: everything retained, from its beginning. */
  readonly entries: readonly LogEntry[];
  readonly gap?: GapReason;
  /** Position of the newest entry; `n` is 0 while there has never been one. */
  readonly head: Position;
}

export interface TailListener {
  /** The log was reached for the first time; the first batch follows `at`. */
  started(at: Position): void;
  /** Entries that follow the last ones without a hole. */
  batch(entries: readonly LogEntry[]): void;
  /** Entries may be missing before the next batch, which follows `resumedAt`. */
  gap(reason: GapReason, resumedAt: Position): void;
  /** The log was asked and has nothing newer: what was given so far is everything. */
  upToDate(): void;
}

export interface EventFilter {
  /** True for entries that pass. */
  matches(entry: EventFields): boolean;
}

/** The ordered log of events that all instances share. */
export interface EventLog {
  /**
   * Appends in order, all or none, and answers one position for each event.
   * @throws EventLogUnavailableError, EventLogFullError
   */
  append(events: readonly NewEvent[]): Promise<Position[]>;

  /**
   * Up to `limit` entries after `after`, oldest first; `gap` when the log cannot vouch that nothing is missing between.
   * @throws EventLogUnavailableError
   */
  read(after: Position | 'start', limit: number): Promise<LogPage>;

  /**
   * The newest `limit` entries, oldest first, that pass the filter among the newest `scan`.
   * @throws EventLogUnavailableError
   */
  latest(limit: number, filter: EventFilter, scan: number): Promise<LogPage>;

  /**
   * Follows the log until `signal` aborts, beginning with its newest 1,000 entries: batches in order, without holes or
   * repeats; says so when it cannot. Survives every failure of the log. One per instance.
   */
  tail(listener: TailListener, signal: AbortSignal): Promise<void>;

  /** Drops the connection the tail reads from, if it has one; the tail goes on from where it was. */
  reconnectTail(): void;
}

export const EventLog = Symbol('EventLog');
