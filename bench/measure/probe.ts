import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../../cluster/eventually.js';
import { repositoryFile } from '../../cluster/repository.js';

/** The figures of a probe. */
export interface ProbeReport {
  /** How often garbage was collected on request. */
  collected: number;
  /** The JavaScript heap in use after the collection. */
  heapBytes: number;
  /** The longest time for which the event loop was blocked since the last report; 0 unless `BENCH_PROBE_LOOP` is 1. */
  longestHoldMs: number;
  /** The longest garbage collection in that time; 0 unless `BENCH_PROBE_LOOP` is 1. */
  longestPauseMs: number;
}

/** Reads figures of a node process that was started with `nodeArgs` and `env`. */
export class Probe {
  private readonly file: string;
  private seen = 0;

  constructor(runDir: string, name: string) {
    this.file = join(runDir, `${name}.probe.json`);
  }

  readonly nodeArgs = ['--import', repositoryFile('bench/measure/probe-inside.js')];

  env(watchLoop: boolean): Record<string, string> {
    return { BENCH_PROBE_FILE: this.file, BENCH_PROBE_LOOP: watchLoop ? '1' : '0' };
  }

  /** Makes process `pid` collect its garbage and returns its figures. */
  async ask(pid: number): Promise<ProbeReport> {
    process.kill(pid, 'SIGUSR2');
    const report = await eventually(() => this.read(), { what: `process ${pid} to collect its garbage` });
    this.seen = report.collected;
    return report;
  }

  private read(): ProbeReport | undefined {
    try {
      const report = JSON.parse(readFileSync(this.file, 'utf8')) as ProbeReport;
      return report.collected > this.seen ? report : undefined;
    } catch {
      return undefined;
    }
  }
}
