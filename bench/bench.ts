import { CONTENDERS, type ContenderName } from './contenders/catalogue.js';
import { type Contender, type Launch } from './contenders/contender.js';
import { Publisher } from './generator/publisher.js';
import { Subscribers } from './generator/subscribers.js';
import { type Load } from './measure/load-step.js';
import { progress } from './report/progress.js';

export interface BenchOptions {
  /** Shorter and rougher: to see that everything works, not for figures. */
  quick: boolean;
  /** Only these contenders; all when empty. */
  only: readonly ContenderName[];
  /** Write CPU profiles of our servers here. */
  profileDir?: string;
  /** Where contenders keep their files. */
  runDir: string;
  /** The folder of our service's `main.js`. */
  build: string;
}

/** What suites share: the options, the contenders and the generator, started and stopped around a piece of work. */
export class Bench {
  constructor(readonly options: BenchOptions) {}

  /** `full`, or `quick` when things are to be quick. */
  pick<T>(full: T, quick: T): T {
    return this.options.quick ? quick : full;
  }

  /** Those of `names` that were asked for. */
  choose<N extends ContenderName>(names: readonly N[]): N[] {
    const { only } = this.options;
    return names.filter((name) => only.length === 0 || only.includes(name));
  }

  launch(extra: Partial<Launch> = {}): Launch {
    const { runDir, build, profileDir } = this.options;
    return { runDir, build, profileDir, ...extra };
  }

  /** Starts the contender and a generator, does `work` with both, and stops them however it ends. */
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
