import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { type EventLog, type LogPage } from '../../event-log/event-log.interface.js';
import { type Position } from '../../event-log/position.js';
import { EventHub } from '../../streaming/event-hub.js';
import { EVENTS_OPTIONS, type EventsOptions } from '../events.options.js';

const INTERVAL_MS = 1_000;
/** How long the tail may go without proof that it is up to date, seconds. A quiet log is proven every second. */
export const SILENT_SECONDS = 3;
/** How long the hub must be behind the log until the tail gets a new connection, seconds. */
const STUCK_SECONDS = 3;
/** The same if the hub's position is not in the log. A tail whose connection works notices that earlier by itself. */
const POSITION_LOST_SECONDS = 0.5;

/**
 * Compares the hub's position with the head of the log every second, over another connection than the tail's: a tail whose
 * connection is dead looks like a log without new events. A tail that stays behind gets a new connection.
 */
@Injectable()
export class TailWatch implements OnApplicationBootstrap, OnApplicationShutdown {
  /** Number of entries in the log after the hub's position; undefined if it is not known. */
  lagEntries: number | undefined;
  private readonly logger = new Logger('TailWatch');
  private timer: NodeJS.Timeout | undefined;
  private behindSince: number | undefined;
  /** The head of the log when the hub fell behind: once the hub reaches it, the tail works. */
  private goal: Position | undefined;
  private reconnectedAt = -Infinity;
  private readonly log: EventLog;

  constructor(
    @Inject(EVENTS_OPTIONS) { log }: EventsOptions,
    private readonly hub: EventHub,
  ) {
    this.log = log;
  }

  /** For how long the hub has been behind the log, seconds. */
  get lagSeconds(): number {
    return this.behindSince === undefined ? 0 : (performance.now() - this.behindSince) / 1_000;
  }

  /** For how long nothing has shown that the tail works, seconds. */
  get silentSeconds(): number {
    return (performance.now() - Math.max(0, this.hub.upToDateAt)) / 1_000;
  }

  /** For how long events have been waiting, seconds: in the log, or behind a log that cannot be read, where nobody knows of them. */
  get lateSeconds(): number {
    const { lagSeconds, silentSeconds } = this;
    return silentSeconds > SILENT_SECONDS ? Math.max(lagSeconds, silentSeconds) : lagSeconds;
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.check(), INTERVAL_MS);
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** Compares the hub with the log once. */
  async check(): Promise<void> {
    const { position } = this.hub;
    if (!position) return;
    try {
      this.compare(await this.log.read(position, 1), this.hub.position ?? position);
    } catch {
      // The log cannot be read, so the lag is not known. /health reports the store.
      this.lagEntries = undefined;
    }
  }

  /** A position that is not in the log has reached nothing, whatever its number: another entry may have the number by now. */
  private compare({ head, gap }: LogPage, position: Position): void {
    const positionLost = gap !== undefined;
    const sameLog = position.epoch === head.epoch;
    this.lagEntries = sameLog ? Math.max(Math.abs(head.n - position.n), Number(positionLost)) : head.n + 1;
    if (!positionLost && this.goal && reached(this.goal, position)) this.goal = this.behindSince = undefined;
    if (this.lagEntries === 0) this.goal = this.behindSince = undefined;
    else if (!this.goal) {
      this.goal = head;
      this.behindSince = performance.now();
    }
    const stuck = this.lagSeconds > (positionLost ? POSITION_LOST_SECONDS : STUCK_SECONDS);
    if (stuck && performance.now() - this.reconnectedAt > STUCK_SECONDS * 1_000) this.reconnect();
  }

  private reconnect(): void {
    this.logger.warn(`The tail is ${this.lagEntries} entries behind and does not move; its connection is remade.`);
    this.reconnectedAt = performance.now();
    this.log.reconnectTail();
  }
}

function reached(goal: Position, { epoch, ms, n }: Position): boolean {
  return goal.epoch === epoch && n >= goal.n && ms >= goal.ms;
}
