import { CONTENDERS, type ContenderName } from './contenders/catalogue.js';
import { type Contender, type Launch } from './contenders/contender.js';
import { Publisher } from './generator/publisher.js';
import { Subscribers } from './generator/subscribers.js';
import { type Load } from './measure/load-step.js';
import { progress } from './report/progress.js';

export interface BenchOptions {
  /** Whether to measure less and shorter, to check that the benches work. The figures are not usable. */
  quick: boolean;
  /** The contenders to measure; all if empty. */
  only: readonly ContenderName[];
  /** Where to write CPU profiles of the node servers; absent: none are written. */
  profileDir?: string;
  /** The directory for the files of contenders. */
  runDir: string;
  /** The folder with `main.js` of this service. */
  build: string;
}

/** The options of a run, and the start and stop of contenders and generators for its suites. */
export class Bench {
  constructor(readonly options: BenchOptions) {}

  /** Returns `full`, or `quick` with the option `quick`. */
  pick<T>(full: T, quick: T): T {
    return this.options.quick ? quick : full;
  }

  /** Returns those of `names` that the options choose and that can run here. Prints which ones cannot, and why. */
  choose<N extends ContenderName>(names: readonly N[]): N[] {
    const { only } = this.options;
    const chosen = names.filter((name) => only.length === 0 || only.includes(name));
    return chosen.filter((name) => {
      const contender: Contender = CONTENDERS[name](this.launch());
      const reason = contender.unavailable?.();
      if (reason) console.log(`${contender.name} is left out: ${reason}.\n`);
      return reason === undefined;
    });
  }

  launch(extra: Partial<Launch> = {}): Launch {
    const { runDir, build, profileDir } = this.options;
    return { runDir, build, profileDir, ...extra };
  }

  /** Starts a contender and a generator, calls `work` with both, and then stops them, also if `work` throws. */
  withContender<T>(name: ContenderName, work: (load: Load) => Promise<T>, processes = 1): Promise<T> {
    return this.withLoad(CONTENDERS[name](this.launch()), work, processes);
  }

  async withLoad<C extends Contender, T>(
    contender: C,
    work: (load: Load & { contender: C }) => Promise<T>,
    processes = 1,
  ): Promise<T> {
    progress(`starting ${contender.name}`);
    const subscribers = new Subscribers(processes);
    const publisher = new Publisher();
    try {
      await contender.start();
      await publisher.use(contender.sink());
      return await work({ contender, subscribers, publisher });
    } finally {
      await Promise.all([subscribers.stop(), publisher.stop()]);
      await contender.stop();
    }
  }
}
