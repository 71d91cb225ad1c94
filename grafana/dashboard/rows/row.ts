import { type Builder } from '@grafana/grafana-foundation-sdk/cog';
import { type Panel } from '@grafana/grafana-foundation-sdk/dashboard';

/** A row of the dashboard; its panels fill lines of 24 columns from the left. */
export interface Row {
  readonly title: string;
  readonly panels: readonly Builder<Panel>[];
}
