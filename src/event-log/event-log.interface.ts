import { type Position } from './position.js';

/** The fields of an event that filters compare. None contains a space. */
export interface EventFields {
  readonly type: string;
  readonly module: string;
  readonly severity: string;
}

/** An event to be appended to the log. */
export interface NewEvent extends EventFields {
  /**
   * The publisher's key for this event, if any. Appending an event with the same key again within ten minutes appends
   * nothing and returns the position of the first.
   */
  readonly idempotencyKey?: string;
  /** The event as streams send it: one JSON object without a line break. */
  readonly json: string;
}

/** An event in the log. */
export interface LogEntry extends EventFields {
  readonly position: Position;
  readonly json: string;
}

/**
 * Why events may be missing after a position: `trimmed` (the log removed the next events because of its bounds), `log_lost`
 * (the position is of another log), `log_rewound` (a failover lost the newest events), `unreadable` (the position is not
 * one, or an entry is damaged).
 */
export type GapReason = 'trimmed' | 'log_lost' | 'log_rewound' | 'unreadable';

/** The newest and the oldest position of the log. */
export interface LogExtent {
  /** Position of the newest entry; `n` is 0 while there has never been one. */
  readonly head: Position;
  /** Position of the oldest entry retained, if any. */
  readonly first: Position | undefined;
}

/** One part of the log: the entries after `start`, up to `reached`, that pass the filter. */
export interface LogPage {
  /** Oldest first. */
  readonly entries: readonly LogEntry[];
  /** Set if entries may be missing between the position that was asked for and `start`. */
  readonly gap?: GapReason;
  readonly start: Position;
  /** The next page begins after it. The page is the last one if this is `head`. */
  readonly reached: Position;
  /** Position of the newest entry of the log; `n` is 0 while there has never been one. */
  readonly head: Position;
}

export interface NewestEntries extends Pick<LogPage, 'entries' | 'head'> {
  /** Where the scan ended, if the log has older entries, of a call with `before`: those before it were not looked at. */
  readonly scannedTo?: Position | undefined;
}

/** Receives the entries of a log as they are appended, see `EventLog.tail`. */
export interface TailListener {
  /** Called once, before all others. The first batch follows `at`. */
  started(at: Position): void;
  /** Entries that follow the previous batch, or `resumedAt` of a gap, with consecutive numbers. */
  batch(entries: readonly LogEntry[]): void;
  /** Entries may be missing. The next batch follows `resumedAt`. */
  gap(reason: GapReason, resumedAt: Position): void;
  /** The log has no entry after the last batch. Called about once a second while nothing is appended. */
  upToDate(): void;
}

export interface EventFilter {
  /** Whether an entry passes. */
  matches(entry: EventFields): boolean;
  /** True if every entry passes, so that `matches` need not be called. */
  readonly open?: boolean;
}

/** Bytes of JSON that a read returns at most, unless its options say otherwise. */
export const PAGE_BYTES = 1_048_576;

/** How many of the newest entries, and how many bytes of them, a tail reads first, at most. */
export const TAIL_START = { entries: 1_000, bytes: 8_388_608 } as const;

/** For whom the log is read: a stream or a history, of a principal. */
export interface Reader {
  readonly kind: 'stream' | 'history';
  readonly principal: string;
}

export interface ReadOptions {
  /** Bytes of JSON at most, in UTF-8; the first entry is returned however large it is. `PAGE_BYTES` if absent. */
  readonly bytes?: number;
  /**
   * Reads with a reader take turns by kind and principal, and a history is refused when too many wait. A read without one
   * is a small one of the service itself and does not wait. A filtered read for a stream ends where the tail is, since
   * the tail delivers the rest; every other read includes all that was appended before it began.
   */
  readonly reader?: Reader;
}

/** The ordered log of events that all instances share. */
export interface EventLog {
  /** The format of the log when it was last read or written; undefined before that, and for a log in memory. */
  readonly format: number | undefined;

  /** Whether there is a connection for reads. */
  readonly readable: boolean;

  /**
   * Appends events in order, all or none. Returns the position of each, in the same order.
   * @throws EventLogUnavailableError, EventLogFullError, EventLogFormatError
   */
  append(events: readonly NewEvent[]): Promise<Position[]>;

  /**
   * Returns up to `limit` entries after `after` that pass the filter, oldest first, and `gap` if entries may be missing after
   * `after`. It returns fewer when the log has no more, when `bytes` is reached, or after scanning 10,000 entries.
   * @throws EventLogUnavailableError, EventLogBusyError
   */
  read(after: Position | 'start', limit: number, options?: ReadOptions & { filter?: EventFilter }): Promise<LogPage>;

  /**
   * Scans the newest `scan` entries, or the newest before `before`, and returns the newest `limit` of them that pass the filter,
   * oldest first. Where those exceed `bytes`, it omits the oldest. There are none before a position of another log.
   * @throws EventLogUnavailableError, EventLogBusyError
   */
  latest(
    limit: number,
    filter: EventFilter,
    scan: number,
    options?: ReadOptions & { before?: Position | undefined },
  ): Promise<NewestEntries>;

  /**
   * Follows the log until `signal` aborts, beginning with its newest entries (see `TAIL_START`). The listener gets batches of
   * at most 1,000 entries, in order and without repeats, and a gap where entries may be missing. The tail retries after
   * every failure of the log. An instance runs one tail.
   */
  tail(listener: TailListener, signal: AbortSignal): Promise<void>;

  /** Replaces the tail's connection, if it has one. The tail continues where it was. */
  reconnectTail(): void;
}

export const EventLog = Symbol('EventLog');
