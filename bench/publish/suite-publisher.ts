import { type Bench } from '../bench.js';
import { type Machine } from '../measure/machine.js';
import { shareInUse } from '../measure/other-work.js';
import { type Suite, type SuiteResult } from '../suites/suite.js';
import { publishResult } from './publish.js';
import { takeSettings } from './settings-log.js';
import { versions } from './versions.js';

/** Publishes the results of a run, suite by suite, with all that is needed to judge and repeat them. */
export class SuitePublisher {
  private readonly versions: Record<string, string>;
  private startedAt = new Date();
  private busyBefore = 0;

  constructor(
    private readonly bench: Bench,
    private readonly machine: Machine,
  ) {
    this.versions = versions(machine.node);
  }

  /** To be called before each suite. Watches for two seconds how much other work the machine does. */
  async begin(): Promise<void> {
    this.busyBefore = await shareInUse();
    this.startedAt = new Date();
    this.bench.leftOut = [];
    takeSettings(this.bench.options.runDir);
  }

  /** Writes the result of the suite that was run since `begin` and returns the path. */
  end({ name, about }: Suite, command: string, result: SuiteResult): string {
    const { quick, runDir } = this.bench.options;
    const { cpu, cores, memoryGiB, kernel, openFiles } = this.machine;
    const described = {
      suite: name,
      about,
      quick,
      command,
      startedAt: this.startedAt.toISOString(),
      seconds: Math.round((Date.now() - this.startedAt.getTime()) / 1_000),
      machine: { cpu, cores, memoryGiB, kernel, openFiles, busyBefore: Number(this.busyBefore.toFixed(3)) },
      versions: this.versions,
      settings: takeSettings(runDir),
      leftOut: this.bench.leftOut,
    };
    return publishResult(described, result);
  }
}
