import { type Position } from './position.js';

/** What filters look at. None of them has a space in it. */
export interface EventFields {
  readonly type: string;
  readonly module: string;
  readonly severity: string;
}

/** An event on its way into the log. */
export interface NewEvent extends EventFields {
  /** The id its publisher gave it, if any: a second append within ten minutes returns the position of the first. */
  readonly idempotencyKey?: string;
  /** The event as it will be sent: one line of JSON. */
  readonly json: string;
}

/** An event in the log. */
export interface LogEntry extends EventFields {
  readonly position: Position;
  readonly json: string;
}

/**
 * Why events may be missing: `trimmed` (the log dropped what came next), `log_lost` (it is another
 * log), `log_rewound` (a failover lost the newest entries), `unreadable` (not a position, or a damaged entry).
 */
export type GapReason = 'trimmed' | 'log_lost' | 'log_rewound' | 'unreadable';

/** What the log retains. */
export interface LogExtent {
  /** Position of the newest entry; `n` is 0 while there has never been one. */
  readonly head: Position;
  /** Position of the oldest entry retained, if any. */
  readonly first: Position | undefined;
}

/** What was read of the log: the entries that passed, of all after `start` and up to `reached`. */
export interface LogPage {
  /** Oldest first. */
  readonly entries: readonly LogEntry[];
  /** Entries may be missing before `start`, which is where the log begins. */
  readonly gap?: GapReason;
  readonly start: Position;
  /** Reading goes on after it; it is done at `head`. */
  readonly reached: Position;
  /** Position of the newest entry of the log; `n` is 0 while there has never been one. */
  readonly head: Position;
}

export type NewestEntries = Pick<LogPage, 'entries' | 'head'>;

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
  /** True if it is known beforehand that all do. */
  readonly open?: boolean;
}

/** Bytes of JSON that one read brings at most, unless it says otherwise. */
export const PAGE_BYTES = 1_048_576;

/** How much of the past a tail begins with, at most. */
export const START_WITH = { entries: 1_000, bytes: 8_388_608 } as const;

/** On whose behalf the log is read. */
export interface Reader {
  readonly kind: 'stream' | 'history';
  readonly principal: string;
}

export interface ReadOptions {
  /** Bytes of JSON at most, in UTF-8; one entry comes however large it is. `PAGE_BYTES` if absent. */
  readonly bytes?: number;
  /**
   * Readers take turns, by kind and principal, and a history is refused when too many wait. A read without a reader is a
   * small look of the service itself, which does not wait. With a filter a stream is answered as of where the tail is,
   * since it hears the rest from that; everybody else gets all that was appended before he asked.
   */
  readonly reader?: Reader;
}

/** The ordered log of events that all instances share. */
export interface EventLog {
  /** The format in which the log is written, as it was last seen; undefined where it has none. */
  readonly format: number | undefined;

  /** Whether a read that is asked for now can be sent at all. */
  readonly readable: boolean;

  /**
   * Appends in order, all or none. Returns one position for each event.
   * @throws EventLogUnavailableError, EventLogFullError, EventLogFormatError
   */
  append(events: readonly NewEvent[]): Promise<Position[]>;

  /**
   * Up to `limit` entries after `after` that pass, oldest first; `gap` when entries may be missing
   * between. Fewer come when there are no more, when their bytes are over, or when the read has looked at as many entries as one may.
   * @throws EventLogUnavailableError, EventLogBusyError
   */
  read(after: Position | 'start', limit: number, options?: ReadOptions & { filter?: EventFilter }): Promise<LogPage>;

  /**
   * The newest `limit` entries, oldest first, that pass the filter among the newest `scan`. The older ones are left out
   * when their bytes are over.
   * @throws EventLogUnavailableError, EventLogBusyError
   */
  latest(limit: number, filter: EventFilter, scan: number, options?: ReadOptions): Promise<NewestEntries>;

  /**
   * Follows the log until `signal` aborts, beginning with its newest entries (see `START_WITH`): batches in order,
   * without holes or repeats; says so when it cannot. A batch has at most 1,000 entries. Survives every failure of the
   * log. One per instance.
   */
  tail(listener: TailListener, signal: AbortSignal): Promise<void>;

  /** Drops the connection the tail reads from, if it has one; the tail goes on from where it was. */
  reconnectTail(): void;
}

export const EventLog = Symbol('EventLog');
