import { type LogEntry } from './event-log.interface.js';
import { type Position } from './position.js';

/** Remembers the newest positions given out, to find the last one that a rewound log still has. */
export class RecentPositions {
  private readonly msByN = new Map<number, number>();

  constructor(readonly capacity = 10_000) {}

  add(entries: readonly LogEntry[]): void {
    for (const { position } of entries) {
      this.msByN.delete(position.n);
      this.msByN.set(position.n, position.ms);
    }
    for (const oldest of this.msByN.keys()) {
      if (this.msByN.size <= this.capacity) return;
      this.msByN.delete(oldest);
    }
  }

  has({ ms, n }: Position): boolean {
    return this.msByN.get(n) === ms;
  }
}
