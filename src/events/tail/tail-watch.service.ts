import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { type EventLog, type LogPage } from '../../event-log/event-log.interface.js';
import { type Position } from '../../event-log/position.js';
import { EventHub } from '../../streaming/event-hub.js';
import { EVENTS_OPTIONS, type EventsOptions } from '../events.options.js';

const INTERVAL_MS = 1_000;
/** Lag after which the tail's connection is taken for stuck, seconds. */
const STUCK_SECONDS = 3;
/** The same where the streams are not in the log at all: a tail that hears anything finds that out by itself. */
const ASTRAY_SECONDS = 0.5;

/**
 * Compares where the streams are with where the log is, on another connection than the tail's: a tail that hears nothing
 * looks just like a log with no news. One that stays behind gets a new connection.
 */
@Injectable()
export class TailWatch implements OnApplicationBootstrap, OnApplicationShutdown {
  /** Entries in the log that the hub has not seen; undefined while that is not known. */
  lagEntries: number | undefined;
  private readonly logger = new Logger('TailWatch');
  private timer: NodeJS.Timeout | undefined;
  private behindSince: number | undefined;
  private goal: Position | undefined;
  private remadeAt = -Infinity;
  private readonly log: EventLog;

  constructor(
    @Inject(EVENTS_OPTIONS) { log }: EventsOptions,
    private readonly hub: EventHub,
  ) {
    this.log = log;
  }

  /** For how long the hub has been missing something that the log has. */
  get lagSeconds(): number {
    return this.behindSince === undefined ? 0 : (performance.now() - this.behindSince) / 1_000;
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.look(), INTERVAL_MS);
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** Asks the log once. */
  async look(): Promise<void> {
    const { position } = this.hub;
    if (!position) return;
    try {
      this.compare(await this.log.read(position, 1), this.hub.position ?? position);
    } catch {
      // The log is away; how far behind we are is not known, and `store` says so.
      this.lagEntries = undefined;
    }
  }

  /** A position that the log does not vouch for has reached nothing, whatever its number: another may have that by now. */
  private compare({ head, gap }: LogPage, position: Position): void {
    const astray = gap !== undefined;
    const sameLog = position.epoch === head.epoch;
    this.lagEntries = sameLog ? Math.max(Math.abs(head.n - position.n), Number(astray)) : head.n + 1;
    if (!astray && this.goal && reached(this.goal, position)) this.goal = this.behindSince = undefined;
    if (this.lagEntries === 0) this.goal = this.behindSince = undefined;
    else if (!this.goal) {
      this.goal = head;
      this.behindSince = performance.now();
    }
    const stuck = this.lagSeconds > (astray ? ASTRAY_SECONDS : STUCK_SECONDS);
    if (stuck && performance.now() - this.remadeAt > STUCK_SECONDS * 1_000) this.remake();
  }

  private remake(): void {
    this.logger.warn(`The tail is ${this.lagEntries} entries behind and does not move; its connection is remade.`);
    this.remadeAt = performance.now();
    this.log.reconnectTail();
  }
}

function reached(goal: Position, { epoch, ms, n }: Position): boolean {
  return goal.epoch === epoch && n >= goal.n && ms >= goal.ms;
}
