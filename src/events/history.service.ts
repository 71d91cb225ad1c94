import { Inject, Injectable } from '@nestjs/common';
import { EventLog, type GapReason, type LogEntry } from '../event-log/event-log.interface.js';
import { startOf } from '../event-log/find-gap.js';
import { formatPosition, type Position } from '../event-log/position.js';
import { type StreamFilter } from '../streaming/stream-filter.js';

/** Entries one call looks at, at most. A caller goes on from `last_event_id`. */
const SCAN = 10_000;
const PAGE = 1_000;

export interface History {
  readonly entries: readonly LogEntry[];
  /** Up to where the log was looked at. */
  readonly position: Position;
  readonly gap: { readonly reason: GapReason; readonly missed_from: string; readonly resumed_at: string } | null;
}

/** Reads the past from the log. */
@Injectable()
export class HistoryService {
  constructor(@Inject(EventLog) private readonly log: EventLog) {}

  /**
   * The newest `limit` events that pass, oldest first.
   * @throws EventLogUnavailableError
   */
  async latest(limit: number, filter: StreamFilter): Promise<History> {
    const { entries, head } = await this.log.latest(limit, filter, SCAN);
    return { entries, position: head, gap: null };
  }

  /**
   * How many entries are retained, and how old the oldest is.
   * @throws EventLogUnavailableError
   */
  async extent(): Promise<{ entries: number; oldestAgeSeconds: number | undefined }> {
    const { entries, head } = await this.log.read('start', 1);
    const oldest = entries[0]?.position;
    if (!oldest) return { entries: 0, oldestAgeSeconds: undefined };
    return { entries: head.n - oldest.n + 1, oldestAgeSeconds: Math.max(0, (Date.now() - oldest.ms) / 1_000) };
  }

  /**
   * The first `limit` events after `after` that pass.
   * @throws EventLogUnavailableError
   */
  async after(after: Position, limit: number, filter: StreamFilter): Promise<History> {
    const found: LogEntry[] = [];
    let position = after;
    let gap: History['gap'] = null;
    for (let scanned = 0; scanned < SCAN; scanned += PAGE) {
      const page = await this.log.read(position, PAGE);
      if (page.gap) {
        const resumedAt = startOf(page);
        gap ??= { reason: page.gap, missed_from: formatPosition(position), resumed_at: formatPosition(resumedAt) };
        position = resumedAt;
      }
      for (const entry of page.entries) {
        position = entry.position;
        if (filter.matches(entry)) found.push(entry);
        if (found.length === limit) return { entries: found, position, gap };
      }
      if (page.entries.length < PAGE) break;
    }
    return { entries: found, position, gap };
  }
}
