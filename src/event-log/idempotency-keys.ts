import { type Position } from './position.js';

const PERIOD_MS = 600_000;

/**
 * Remembers the position of each idempotency key for ten to twenty minutes. It has two maps: every ten minutes, and when
 * `max` keys are in the current one, the current becomes the previous and the previous is dropped.
 */
export class IdempotencyKeys {
  private current = new Map<string, Position>();
  private previous = new Map<string, Position>();
  private rotatedAt: number;

  constructor(
    private readonly max: number,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.rotatedAt = now();
  }

  find(key: string): Position | undefined {
    this.dropExpired();
    return this.current.get(key) ?? this.previous.get(key);
  }

  remember(key: string, position: Position): void {
    this.dropExpired();
    if (this.current.size >= this.max) this.rotate();
    this.current.set(key, position);
  }

  private dropExpired(): void {
    const periods = Math.floor((this.now() - this.rotatedAt) / PERIOD_MS);
    if (periods === 0) return;
    if (periods > 1) this.current = new Map();
    this.rotate();
    this.rotatedAt += periods * PERIOD_MS;
  }

  private rotate(): void {
    this.previous = this.current;
    this.current = new Map();
  }
}
