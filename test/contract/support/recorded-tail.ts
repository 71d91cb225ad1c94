import { eventually } from '../../../cluster/eventually.js';
import {
  type EventLog,
  type GapReason,
  type LogEntry,
  type TailListener,
} from '../../../src/event-log/event-log.interface.js';
import { formatPosition, type Position } from '../../../src/event-log/position.js';

export interface RecordedGap {
  readonly reason: GapReason;
  /** Where the tail was before it. */
  readonly from: Position | undefined;
  readonly resumedAt: Position;
}

/** Whether the gap covers the entry at `position`. */
export function isCovered({ from, resumedAt }: RecordedGap, { epoch, n }: Position): boolean {
  const before = from !== undefined && from.epoch === epoch && n <= from.n;
  return epoch === resumedAt.epoch && n <= resumedAt.n && !before;
}

/** Runs a tail, records what it delivers, and checks that every missing entry is covered by a gap. */
export class RecordedTail implements TailListener {
  readonly entries: LogEntry[] = [];
  readonly gaps: RecordedGap[] = [];
  /** The mistakes of the tail, as text. */
  readonly faults: string[] = [];
  startedAt: Position | undefined;
  /** The position up to which the tail has delivered everything. */
  position: Position | undefined;
  /** Its position each time it reported that nothing is newer. */
  readonly upToDateAt: number[] = [];
  private readonly stopping = new AbortController();
  private readonly running: Promise<void>;
  private stopped = false;

  constructor(private readonly log: EventLog) {
    this.running = log.tail(this, this.stopping.signal);
  }

  started(at: Position): void {
    this.note(this.startedAt !== undefined, 'started twice');
    this.startedAt = this.position = at;
  }

  batch(entries: readonly LogEntry[]): void {
    this.note(entries.length === 0, 'an empty batch');
    for (const { position } of entries) {
      const follows = position.epoch === this.position?.epoch && position.n === this.position.n + 1;
      this.note(!follows, `${formatPosition(position)} does not follow ${this.where}`);
      this.position = position;
    }
    this.entries.push(...entries);
  }

  gap(reason: GapReason, resumedAt: Position): void {
    this.note(this.startedAt === undefined, 'a gap before the start');
    this.gaps.push({ reason, from: this.position, resumedAt });
    this.position = resumedAt;
  }

  upToDate(): void {
    this.note(this.startedAt === undefined, 'up to date before the start');
    this.upToDateAt.push(this.position?.n ?? -1);
  }

  /** Waits until the tail has reached `position`. */
  async reach(position: Position): Promise<void> {
    const there = () => {
      const { epoch, ms, n } = this.position ?? { epoch: '', ms: 0, n: 0 };
      return (epoch === position.epoch && n >= position.n && ms >= position.ms) || undefined;
    };
    await eventually(there, { what: `the tail to get from ${this.where} to ${formatPosition(position)}` }).catch(
      (error: Error) => {
        throw new Error(`${error.message}; it is at ${this.where}, gaps ${JSON.stringify(this.gaps)}`);
      },
    );
  }

  async begun(): Promise<Position> {
    return eventually(() => this.startedAt, { what: 'the tail to start' });
  }

  async firstGap(): Promise<RecordedGap> {
    return eventually(() => this.gaps[0], { what: 'the tail to tell a gap' });
  }

  /** Waits until the tail reports the next time that nothing is newer. */
  async upToDateAgain(): Promise<void> {
    const before = this.upToDateAt.length;
    await eventually(() => this.upToDateAt.length > before || undefined, { what: 'the tail to be up to date' });
  }

  /** Aborts it and waits until it has ended by itself. */
  async abort(): Promise<void> {
    this.stopping.abort();
    await this.running;
    this.stopped = true;
  }

  /** Aborts it without waiting for a blocking read to return. */
  async stop(): Promise<void> {
    if (this.stopped) return;
    this.stopping.abort();
    this.log.reconnectTail();
    await this.abort();
  }

  private get where(): string {
    return this.position ? formatPosition(this.position) : 'nowhere';
  }

  private note(wrong: boolean, what: string): void {
    if (this.stopped) this.faults.push(`after the end: ${what}`);
    if (wrong) this.faults.push(what);
  }
}
