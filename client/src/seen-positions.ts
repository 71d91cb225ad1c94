import { parsePosition, type Position } from './position.js';

/**
 * Remembers what was delivered, so that nothing is delivered twice. Between two gaps positions only rise, so the last one
 * is enough. After a gap the service may replay what it still has, also from before the gap (a log that was rewound by a
 * failover): there the remembered positions decide, of which the newest `limit` are kept.
 */
export class SeenPositions {
  readonly #recent = new Set<string>();
  #last: Position | undefined;

  constructor(readonly limit = 10_000) {}

  /** Whether the event at `text` is new; if so it counts as delivered. What is not a position is always new. */
  accept(text: string): boolean {
    const position = parsePosition(text);
    if (position === undefined) return true;
    if (this.#recent.has(text) || this.#isBehind(position)) return false;
    this.#recent.add(text);
    if (this.#recent.size > this.limit) this.#forgetOldest();
    this.#last = position;
    return true;
  }

  /** Everything up to `text` is delivered: by a snapshot or a heartbeat. */
  moveTo(text: string): void {
    const position = parsePosition(text);
    if (position !== undefined && !this.#isBehind(position)) this.#last = position;
  }

  /** Positions may fall from here on. */
  gap(): void {
    this.#last = undefined;
  }

  #isBehind({ epoch, n }: Position): boolean {
    return this.#last?.epoch === epoch && n <= this.#last.n;
  }

  #forgetOldest(): void {
    for (const oldest of this.#recent) {
      this.#recent.delete(oldest);
      return;
    }
  }
}
