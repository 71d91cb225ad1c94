import { Histogram } from './histogram.js';
import { type PagePlan, type PagesReport } from './page-pool.js';
import { type PageHandlers } from './page-process.js';
import { StreamGroup } from './stream-group.js';

type Counts = Record<number, number>;

/** Pages with one stream each, in as many processes as their open files need. */
export class Pages extends StreamGroup<PageHandlers> {
  constructor(processes: number) {
    super(processes, './page-process.ts');
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
}

function addUp(all: Counts[]): Counts {
  const sums: Counts = {};
  for (const [key, count] of all.flatMap((counts) => Object.entries(counts)))
    sums[Number(key)] = (sums[Number(key)] ?? 0) + count;
  return sums;
}
