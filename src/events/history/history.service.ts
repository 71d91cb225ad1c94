import { Inject, Injectable } from '@nestjs/common';
import { type EventLog, type GapReason, type LogEntry } from '../../event-log/event-log.interface.js';
import { formatPosition, type Position } from '../../event-log/position.js';
import { type StreamFilter } from '../../streaming/stream-filter.js';
import { EVENTS_OPTIONS, type EventsOptions } from '../events.options.js';

/** Entries that one call scans at most. */
const SCAN = 10_000;

/** A page of the history. */
export interface History {
  /** Oldest first. */
  readonly entries: readonly LogEntry[];
  /** The position up to which the log was scanned; the next page begins after it. */
  readonly position: Position;
  /** Before it the page of older events begins; undefined if the log was scanned to its beginning and nothing passed. */
  readonly first: Position | undefined;
  /** Set if events may be missing between `missed_from` and `resumed_at`. */
  readonly gap: { readonly reason: GapReason; readonly missed_from: string; readonly resumed_at: string } | null;
}

/** Reads published events from the log. */
@Injectable()
export class HistoryService {
  private readonly log: EventLog;

  constructor(@Inject(EVENTS_OPTIONS) { log }: EventsOptions) {
    this.log = log;
  }

  /**
   * Returns the newest `limit` events that pass, or the newest before `before`, oldest first.
   * @throws EventLogUnavailableError, EventLogBusyError
   */
  async latest(limit: number, filter: StreamFilter, principal: string, before?: Position): Promise<History> {
    const reader = { kind: 'history', principal } as const;
    const { entries, head, scannedTo } = await this.log.latest(limit, filter, SCAN, { reader, before });
    const first = entries[0]?.position ?? scannedTo;
    return { entries, first, position: before ? (entries.at(-1)?.position ?? before) : head, gap: null };
  }

  /**
   * Returns how many entries the log has, and the age of the oldest.
   * @throws EventLogUnavailableError
   */
  async extent(): Promise<{ entries: number; oldestAgeSeconds: number | undefined }> {
    const { entries, head } = await this.log.read('start', 1);
    const oldest = entries[0]?.position;
    if (!oldest) return { entries: 0, oldestAgeSeconds: undefined };
    return { entries: head.n - oldest.n + 1, oldestAgeSeconds: Math.max(0, (Date.now() - oldest.ms) / 1_000) };
  }

  /**
   * Returns the first `limit` events after `after` that pass, or as many of them as fit into one response.
   * @throws EventLogUnavailableError, EventLogBusyError
   */
  async after(after: Position, limit: number, filter: StreamFilter, principal: string): Promise<History> {
    const reader = { kind: 'history', principal } as const;
    const { entries, gap, start, reached } = await this.log.read(after, limit, { filter, reader });
    const missed = gap && { reason: gap, missed_from: formatPosition(after), resumed_at: formatPosition(start) };
    return { entries, first: entries[0]?.position, position: reached, gap: missed ?? null };
  }
}
