import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { EventLog } from '../event-log/event-log.interface.js';
import { type Position } from '../event-log/position.js';
import { EventHub } from '../streaming/event-hub.js';

const INTERVAL_MS = 1_000;
/** Lag after which the tail's connection is taken for stuck, seconds. */
const STUCK_SECONDS = 3;

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

  constructor(
    @Inject(EventLog) private readonly log: EventLog,
    private readonly hub: EventHub,
  ) {}

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

  private async look(): Promise<void> {
    const { position } = this.hub;
    if (!position) return;
    try {
      const { head } = await this.log.read(position, 1);
      this.compare(head);
    } catch {
      // The log is away; how far behind we are is not known, and `store` says so.
      this.lagEntries = undefined;
    }
  }

  private compare(head: Position): void {
    const position = this.hub.position;
    if (!position) return;
    this.lagEntries = position.epoch === head.epoch ? Math.abs(head.n - position.n) : head.n + 1;
    if (this.goal && this.reached(this.goal, position)) this.goal = this.behindSince = undefined;
    if (this.lagEntries === 0) this.goal = this.behindSince = undefined;
    else if (!this.goal) {
      this.goal = head;
      this.behindSince = performance.now();
    }
    if (this.lagSeconds > STUCK_SECONDS && performance.now() - this.remadeAt > STUCK_SECONDS * 1_000) this.remake();
  }

  private reached(goal: Position, { epoch, n }: Position): boolean {
    return goal.epoch === epoch && n >= goal.n;
  }

  private remake(): void {
    this.logger.warn(`The tail is ${this.lagEntries} entries behind and does not move; its connection is remade.`);
    this.remadeAt = performance.now();
    this.log.reconnectTail();
  }
}
