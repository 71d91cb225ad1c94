import { type Position } from './position.js';

const PERIOD_MS = 600_000;

/**
 * Remembers event ids that publishers gave, for ten to twenty minutes: two maps take turns. They do so earlier when one
 * is full: then at least the newest `max` are remembered.
 */
export class IdempotencyKeys {
  private current = new Map<string, Position>();
  private previous = new Map<string, Position>();
  private turnedAt: number;

  constructor(
    private readonly max: number,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.turnedAt = now();
  }

  find(id: string): Position | undefined {
    this.turn();
    return this.current.get(id) ?? this.previous.get(id);
  }

  remember(id: string, position: Position): void {
    this.turn();
    if (this.current.size >= this.max) this.change();
    this.current.set(id, position);
  }

  private turn(): void {
    const periods = Math.floor((this.now() - this.turnedAt) / PERIOD_MS);
    if (periods === 0) return;
    if (periods > 1) this.current = new Map();
    this.change();
    this.turnedAt += periods * PERIOD_MS;
  }

  private change(): void {
    this.previous = this.current;
    this.current = new Map();
  }
}
