import {
  GraphThresholdsStyleConfigBuilder,
  GraphThresholdsStyleMode,
  LegendDisplayMode,
  LegendPlacement,
  SortOrder,
  StackingConfigBuilder,
  StackingMode,
  TooltipDisplayMode,
  VisibilityMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { runbookLink } from '../runbooks.js';
import { thresholdsOf } from '../thresholds.js';
import { DATA_SOURCE, type PanelOptions, targetsOf } from './panel.js';

interface GraphOptions extends PanelOptions {
  /** Whether the values add up to a whole. */
  readonly stacked?: boolean;
}

/** Values over time; thresholds are dashed lines. */
export function graph({ stacked = false, span = 8, ...options }: GraphOptions): PanelBuilder {
  return new PanelBuilder()
    .title(options.title)
    .description(options.description)
    .unit(options.unit)
    .min(0)
    .thresholds(thresholdsOf(options.thresholds))
    .thresholdsStyle(new GraphThresholdsStyleConfigBuilder().mode(GraphThresholdsStyleMode.Dashed))
    .links([runbookLink(options.runbook)])
    .datasource(DATA_SOURCE)
    .targets(targetsOf(options))
    .stacking(new StackingConfigBuilder().mode(stacked ? StackingMode.Normal : StackingMode.None))
    .fillOpacity(stacked ? 40 : 0)
    .showPoints(VisibilityMode.Never)
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.Descending))
    .legend(
      new VizLegendOptionsBuilder()
        .showLegend(true)
        .displayMode(LegendDisplayMode.List)
        .placement(LegendPlacement.Bottom)
        .calcs([]),
    )
    .span(span)
    .height(8);
}
