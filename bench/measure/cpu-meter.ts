import { cpuSecondsOf } from './process-tree.js';

/** Process roots by what they are: `{ server: [4711], redis: [4712] }`. */
export type Processes = Record<string, number[]>;

/** CPU seconds by what the processes are, since the meter was made. */
export class CpuMeter {
  private readonly before: Record<string, number>;

  constructor(private readonly processes: Processes) {
    this.before = read(processes);
  }

  /** CPU seconds used since then, for each part. */
  parts(): Record<string, number> {
    const now = read(this.processes);
    return Object.fromEntries(Object.entries(now).map(([part, seconds]) => [part, seconds - (this.before[part] ?? 0)]));
  }

  total(): number {
    return Object.values(this.parts()).reduce((sum, seconds) => sum + seconds, 0);
  }
}

function read(processes: Processes): Record<string, number> {
  return Object.fromEntries(Object.entries(processes).map(([part, roots]) => [part, cpuSecondsOf(roots)]));
}
