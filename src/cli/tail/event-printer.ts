import { type EventItem, type OperatorEvent, type SnapshotItem } from '#client';
import { type Terminal } from '../terminal.js';
import { formatEvent } from './format-event.js';

export interface PrintOptions {
  readonly json: boolean;
  readonly color: boolean;
  readonly limit?: number;
}

/** Prints events on standard output and keeps the position of the last one. */
export class EventPrinter {
  /** All events up to this position are printed. */
  position: string | undefined;
  #printed = 0;
  readonly #colour: boolean;

  constructor(
    private readonly terminal: Terminal,
    private readonly options: PrintOptions,
  ) {
    this.#colour = options.color && terminal.stdout.isTerminal && !terminal.env.NO_COLOR;
  }

  /** Whether `limit` events are printed. */
  get full(): boolean {
    return this.#printed >= (this.options.limit ?? Infinity);
  }

  /** Prints the snapshot; with a limit, its newest events. */
  async snapshot({ events, position }: SnapshotItem): Promise<void> {
    for (const event of events.slice(-(this.options.limit ?? 100))) await this.#print(event);
    this.moveTo(position);
  }

  async event(item: EventItem): Promise<void> {
    await this.#print(item.event);
    this.moveTo(item.position);
  }

  moveTo(position: string): void {
    if (position !== '') this.position = position;
  }

  async #print(event: OperatorEvent): Promise<void> {
    await this.terminal.stdout.line(this.options.json ? JSON.stringify(event) : formatEvent(event, this.#colour));
    this.#printed += 1;
  }
}
