import { cpuSecondsOf } from './process-tree.js';

/** The processes of a contender, without their children, by what they are: `{ server: [4711], redis: [4712] }`. */
export type Processes = Record<string, number[]>;

/** Measures the CPU time of processes and their children since its construction. */
export class CpuMeter {
  private readonly before: Record<string, number>;

  constructor(private readonly processes: Processes) {
    this.before = read(processes);
  }

  /** Returns the CPU time used since then by each group of processes, s. */
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
