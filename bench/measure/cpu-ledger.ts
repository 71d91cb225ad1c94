import { type Processes } from './cpu-meter.js';
import { cpuSecondsOf } from './process-tree.js';

const EVERY_MS = 500;

/** Measures the CPU time of processes that end and are replaced meanwhile: what an ended one used counts, but for its last half second. */
export class CpuLedger {
  private readonly before = new Map<number, number>();
  private readonly latest = new Map<number, number>();
  private readonly timer: NodeJS.Timeout;

  /** @param processes returns those that run now */
  constructor(private readonly processes: () => Processes) {
    this.update();
    for (const [pid, seconds] of this.latest) this.before.set(pid, seconds);
    this.timer = setInterval(() => this.update(), EVERY_MS);
  }

  /** Stops measuring and returns the CPU time of all of them since the construction, s. */
  stop(): number {
    clearInterval(this.timer);
    this.update();
    return [...this.latest].reduce((sum, [pid, seconds]) => sum + seconds - (this.before.get(pid) ?? 0), 0);
  }

  private update(): void {
    for (const pid of Object.values(this.processes()).flat()) {
      const seconds = cpuSecondsOf([pid]);
      if (seconds > 0) this.latest.set(pid, seconds);
    }
  }
}
