import { Histogram } from './histogram.js';
import { type StreamSpec } from './requests.js';
import { type OpenPlan, type OpenReport, type PoolReport, type ReopenOptions } from './stream-pool.js';
import { type SubscriberHandlers } from './subscriber-process.js';
import { StreamGroup } from './stream-group.js';

type MergedReport = Omit<PoolReport, 'latency' | 'outages'> & { latency: Histogram; outages: Histogram };

/** The reading part of the generator, in one or more processes of its own. */
export class Subscribers extends StreamGroup<SubscriberHandlers> {
  constructor(processes = 1) {
    super(processes, './subscriber-process.ts');
  }

  /** Opens streams, the same number in each process. */
  async open(plan: OpenPlan): Promise<OpenReport> {
    const reports = await this.each((worker, index) => worker.call('open', this.shareOf(plan, index)));
    return mergeOpenReports(reports);
  }

  /** Opens streams. Throws unless all respond with 200. */
  async openAll(plan: OpenPlan): Promise<OpenReport> {
    const report = await this.open(plan);
    if (report.opened === plan.count) return report;
    throw new Error(`Of ${plan.count} streams ${report.opened} opened; statuses: ${JSON.stringify(report.statuses)}`);
  }

  /** Opens every stream again, after its last id. With tokens there must be one process only. */
  async reopen(streams: StreamSpec[], options: ReopenOptions = {}): Promise<OpenReport> {
    return mergeOpenReports(await this.each((worker) => worker.call('reopen', { streams, options })));
  }

  async cut(): Promise<void> {
    await this.each((worker) => worker.call('cut', undefined));
  }

  async closeAll(): Promise<void> {
    await this.each((worker) => worker.call('closeAll', undefined));
  }

  async report(): Promise<MergedReport> {
    const reports = await this.each((worker) => worker.call('report', undefined));
    const latency = new Histogram();
    const outages = new Histogram();
    for (const report of reports) {
      latency.add(report.latency);
      outages.add(report.outages);
    }
    const total = (field: Exclude<keyof PoolReport, 'latency' | 'outages'>) =>
      reports.reduce((sum, report) => sum + report[field], 0);
    return {
      open: total('open'),
      events: total('events'),
      missing: total('missing'),
      repeated: total('repeated'),
      bytes: total('bytes'),
      ended: total('ended'),
      gaps: total('gaps'),
      latency,
      outages,
      waitedMs: Math.max(...reports.map(({ waitedMs }) => waitedMs)),
    };
  }

  private shareOf(plan: OpenPlan, index: number): OpenPlan {
    const from = Math.floor((plan.count * index) / this.workers.length);
    const to = Math.floor((plan.count * (index + 1)) / this.workers.length);
    return { ...plan, count: to - from, tokens: plan.tokens?.slice(from, to) };
  }
}

function mergeOpenReports(reports: OpenReport[]): OpenReport {
  const latency = new Histogram();
  const statuses: Record<number, number> = {};
  for (const report of reports) {
    latency.add(report.latency);
    for (const [status, count] of Object.entries(report.statuses)) {
      statuses[Number(status)] = (statuses[Number(status)] ?? 0) + count;
    }
  }
  const seconds = Math.max(...reports.map((report) => report.seconds));
  return { opened: statuses[200] ?? 0, statuses, seconds, latency: latency.state() };
}
