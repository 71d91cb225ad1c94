import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A function on a stack. */
export interface Frame {
  readonly name: string;
  /** Its URL, or `node:…`; empty for what is not JavaScript. */
  readonly url: string;
}

interface ProfileNode {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string };
  readonly children?: readonly number[];
}

/** The file that V8 writes; times are µs of the monotonic clock of the machine. */
interface ProfileFile {
  readonly nodes: readonly ProfileNode[];
  readonly startTime: number;
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** A CPU profile of the main thread of a process that ran with `--cpu-prof`. */
export class CpuProfile {
  private readonly stacks = new Map<number, readonly Frame[]>();

  private constructor(private readonly file: ProfileFile) {
    const byId = new Map(file.nodes.map((node) => [node.id, node]));
    const visit = (node: ProfileNode, callers: readonly Frame[]): void => {
      const { functionName: name, url } = node.callFrame;
      const stack = [{ name, url }, ...callers];
      this.stacks.set(node.id, stack);
      for (const id of node.children ?? []) visit(byId.get(id) as ProfileNode, stack);
    };
    if (file.nodes[0]) visit(file.nodes[0], []);
  }

  /** Reads what process `pid` wrote into `dir` when it ended. */
  static ofProcess(dir: string, pid: number): CpuProfile {
    const name = readdirSync(dir).find((file) => file.includes(`.${pid}.0.`));
    if (!name) throw new Error(`Process ${pid} left no profile in ${dir}.`);
    return new CpuProfile(JSON.parse(readFileSync(join(dir, name), 'utf8')) as ProfileFile);
  }

  /**
   * Returns the time that was spent between two moments (`microseconds()`) by cause, µs. `causeOf` names the cause of a stack,
   * innermost first; undefined leaves it out.
   */
  timeByCause<C extends string>(from: number, to: number, causeOf: (stack: readonly Frame[]) => C | undefined) {
    const { samples, timeDeltas, startTime } = this.file;
    const time = new Map<C, number>();
    let at = startTime;
    samples.forEach((id, index) => {
      // A sample stands for the time until the next one.
      at += timeDeltas[index] as number;
      const lasted = timeDeltas[index + 1] ?? 0;
      if (at < from || at > to) return;
      const cause = causeOf(this.stacks.get(id) ?? []);
      if (cause !== undefined) time.set(cause, (time.get(cause) ?? 0) + lasted);
    });
    return time;
  }
}
