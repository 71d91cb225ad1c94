import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import { type Runbook } from '../runbooks.js';
import { type Thresholds } from '../thresholds.js';

/** What every panel says about itself. */
export interface PanelOptions {
  readonly title: string;
  /** What the values are, and what to think of them. */
  readonly description: string;
  /** One of `@grafana/grafana-foundation-sdk/units`. */
  readonly unit: string;
  readonly thresholds: Thresholds;
  readonly runbook: Runbook;
  /** PromQL by the name of what it yields. A name in `{{}}` is that of a label. */
  readonly queries: Readonly<Record<string, string>>;
  /** Columns of 24; the kind of the panel says how many it has otherwise. */
  readonly span?: number;
}

/** The data source that was chosen at the top of the dashboard. */
export const DATA_SOURCE = { type: 'prometheus', uid: '${datasource}' };

export function targetsOf({ queries }: PanelOptions): DataqueryBuilder[] {
  return Object.entries(queries).map(([legend, expr], index) =>
    new DataqueryBuilder()
      .refId(String.fromCharCode('A'.charCodeAt(0) + index))
      .datasource(DATA_SOURCE)
      .expr(expr)
      .legendFormat(legend),
  );
}
