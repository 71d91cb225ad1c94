import { Histogram } from './histogram.js';
import { type PagePlan, type PagesReport } from './page-pool.js';
import { type PageHandlers } from './page-process.js';
import { Worker } from './worker-channel.js';

type Counts = Record<number, number>;

/** Pages with one stream each, in as many processes as their open files need. */
export class Pages {
  private readonly workers: Worker<PageHandlers>[];

  constructor(processes: number) {
    this.workers = Array.from({ length: processes }, () => new Worker<PageHandlers>('./page-process.ts'));
  }

  get pids(): number[] {
    return this.workers.map(({ pid }) => pid);
  }

  /** Makes `count` pages, none of which is loaded yet. */
  async make({ count, ...plan }: Omit<PagePlan, 'first'>): Promise<void> {
    const share = Math.ceil(count / this.workers.length);
    await this.each((worker, index) => {
      const first = share * index;
      return worker.call('make', { ...plan, first, count: Math.max(0, Math.min(share, count - first)) });
    });
  }

  /**
   * Loads all pages at once, or `most` of them: each asks for a token and opens its stream with it. Returns once all have their
   * tokens, or after `timeoutMs`.
   */
  async load(timeoutMs: number, most = Infinity): Promise<void> {
    const share = Math.ceil(most / this.workers.length);
    await this.each((worker) => worker.call('load', { most: share, timeoutMs }));
  }

  /** Closes all streams. */
  async leaveAll(): Promise<void> {
    await this.each((worker) => worker.call('leaveAll', undefined));
  }

  /** Sets all counts to zero. `sequence` is the next event; -1: any. */
  async begin(sequence: number): Promise<void> {
    await this.each((worker) => worker.call('begin', sequence));
  }

  /** Waits until all pages have a stream. `lastAt`: when the last one got it, µs of the shared clock. */
  async awaitLive(timeoutMs: number): Promise<{ live: number; lastAt: number }> {
    const answers = await this.each((worker) => worker.call('awaitLive', timeoutMs));
    const live = answers.reduce((sum, answer) => sum + answer.live, 0);
    return { live, lastAt: Math.max(...answers.map(({ lastAt }) => lastAt)) };
  }

  /** Returns how many pages still lack events before `sequence` after `timeoutMs`. */
  async awaitSequence(sequence: number, timeoutMs: number): Promise<number> {
    const lacking = await this.each((worker) => worker.call('awaitSequence', { sequence, timeoutMs }));
    return lacking.reduce((sum, count) => sum + count, 0);
  }

  async report(): Promise<Omit<PagesReport, 'latency'> & { latency: Histogram }> {
    const reports = await this.each((worker) => worker.call('report', undefined));
    const latency = new Histogram();
    for (const report of reports) latency.add(report.latency);
    const total = (field: 'live' | 'events' | 'missing' | 'repeated' | 'gaps') =>
      reports.reduce((sum, report) => sum + report[field], 0);
    return {
      live: total('live'),
      events: total('events'),
      missing: total('missing'),
      repeated: total('repeated'),
      gaps: total('gaps'),
      statuses: addUp(reports.map(({ statuses }) => statuses)),
      unissued: addUp(reports.map(({ unissued }) => unissued)),
      latency,
    };
  }

  async stop(): Promise<void> {
    await this.each((worker) => worker.stop());
  }

  private each<T>(work: (worker: Worker<PageHandlers>, index: number) => Promise<T>): Promise<T[]> {
    return Promise.all(this.workers.map(work));
  }
}

function addUp(all: Counts[]): Counts {
  const sums: Counts = {};
  for (const [key, count] of all.flatMap((counts) => Object.entries(counts)))
    sums[Number(key)] = (sums[Number(key)] ?? 0) + count;
  return sums;
}
