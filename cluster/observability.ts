import { Alertmanager } from './alertmanager.js';
import { type Exported, Exporter } from './exporter.js';
import { isInstalled } from './installed.js';
import { Prometheus, type PrometheusOptions } from './prometheus.js';

export interface ObservabilityOptions extends Exported {
  readonly instances: readonly { readonly host: string; readonly port: number }[];
  /** Whom Alertmanager tells; see `AlertmanagerOptions`. */
  readonly tells?: string | undefined;
  /** See `PrometheusOptions`. */
  readonly holds?: PrometheusOptions['holds'];
}

/** What watches a deployment: Prometheus, and the exporters and the Alertmanager that are installed. */
export class Observability {
  private constructor(
    readonly prometheus: Prometheus,
    readonly alertmanager: Alertmanager | undefined,
    readonly exporters: readonly Exporter[],
  ) {}

  static async start({ instances, tells, holds, ...of }: ObservabilityOptions): Promise<Observability> {
    const exporters = await Exporter.startAll(of);
    const { runDir } = of;
    const alertmanager = isInstalled('prometheus-alertmanager')
      ? await Alertmanager.start({ runDir, ...(tells && { tells }) })
      : undefined;
    const others = Object.fromEntries(exporters.map(({ job, target }) => [job, [target]]));
    if (alertmanager) others['alertmanagers'] = [{ targets: [`127.0.0.1:${alertmanager.port}`] }];
    const prometheus = await Prometheus.start({ targets: instances, others, runDir, holds });
    return new Observability(prometheus, alertmanager, exporters);
  }

  async stop(): Promise<void> {
    await this.prometheus.stop();
    await Promise.all(this.exporters.map((exporter) => exporter.stop()));
    await this.alertmanager?.stop();
  }
}
