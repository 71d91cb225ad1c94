import { type Handlers, Worker } from './worker-channel.js';

/** What every process with streams does. */
type StreamHandlers = Handlers & {
  begin: (sequence: number) => void;
  awaitSequence: (until: { sequence: number; timeoutMs: number }) => Promise<number>;
  awaitLive: (timeoutMs: number) => Promise<{ live: number; lastAt: number }>;
};

/** Streams of the generator, in one or more processes of their own. */
export class StreamGroup<H extends StreamHandlers> {
  protected readonly workers: Worker<H>[];

  /** @param file the script of a process, relative to this folder */
  constructor(processes: number, file: string) {
    this.workers = Array.from({ length: processes }, () => new Worker<H>(file));
  }

  get pids(): number[] {
    return this.workers.map(({ pid }) => pid);
  }

  /** Starts a measurement: sets all counts to zero. `sequence` is the first event published in it; -1: any. */
  async begin(sequence: number): Promise<void> {
    await this.streams((worker) => worker.call('begin', sequence));
  }

  /** Returns how many streams still lack events before `sequence` after `timeoutMs`. */
  async awaitSequence(sequence: number, timeoutMs: number): Promise<number> {
    const lacking = await this.streams((worker) => worker.call('awaitSequence', { sequence, timeoutMs }));
    return lacking.reduce((sum, count) => sum + count, 0);
  }

  /** Waits until all streams are live, as their processes have it. `lastAt`: when the last one was, µs of the shared clock. */
  async awaitLive(timeoutMs: number): Promise<{ live: number; lastAt: number }> {
    const answers = await this.streams((worker) => worker.call('awaitLive', timeoutMs));
    const live = answers.reduce((sum, answer) => sum + answer.live, 0);
    return { live, lastAt: Math.max(...answers.map(({ lastAt }) => lastAt)) };
  }

  async stop(): Promise<void> {
    await this.each((worker) => worker.stop());
  }

  protected each<T>(work: (worker: Worker<H>, index: number) => Promise<T>): Promise<T[]> {
    return Promise.all(this.workers.map(work));
  }

  private streams<T>(work: (worker: Worker<StreamHandlers>) => Promise<T>): Promise<T[]> {
    return Promise.all((this.workers as Worker<StreamHandlers>[]).map(work));
  }
}
