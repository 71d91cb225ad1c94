import { CONTENDERS, type ContenderName } from './contenders/catalogue.js';
import { type Contender, type Launch } from './contenders/contender.js';
import { Publisher } from './generator/publisher.js';
import { Subscribers } from './generator/subscribers.js';
import { type Load } from './measure/load-step.js';
import { type LeftOut } from './publish/published.js';
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
  /** The node that runs the node servers; absent: the one that runs the bench. */
  node?: string;
}

/** The options of a run, and the start and stop of contenders and generators for its suites. */
export class Bench {
  /** The contenders that suites left out so far, and why. */
  leftOut: LeftOut[] = [];

  constructor(readonly options: BenchOptions) {}

  /** Returns `full`, or `quick` with the option `quick`. */
  pick<T>(full: T, quick: T): T {
    return this.options.quick ? quick : full;
  }

  /** Returns those of `names` that the options choose and that can run here. Prints which ones cannot, and why. */
  choose<N extends ContenderName>(names: readonly N[]): N[] {
    const { only } = this.options;
    return names.filter((name) => {
      const contender: Contender = CONTENDERS[name](this.launch());
      const asked = only.length === 0 || only.includes(name);
      const why = asked ? contender.unavailable?.() : 'the run did not ask for it';
      if (why && asked) console.log(`${contender.name} is left out: ${why}.\n`);
      if (why) this.leftOut.push({ name: contender.name, why });
      return why === undefined;
    });
  }

  launch(extra: Partial<Launch> = {}): Launch {
    const { runDir, build, profileDir, node } = this.options;
    return { runDir, build, profileDir, node, ...extra };
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
