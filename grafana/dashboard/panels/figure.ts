import {
  BigValueColorMode,
  BigValueGraphMode,
  BigValueTextMode,
  ReduceDataOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import { MappingType } from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { runbookLink } from '../runbooks.js';
import { thresholdsOf } from '../thresholds.js';
import { DATA_SOURCE, type PanelOptions, targetsOf } from './panel.js';

interface FigureOptions extends PanelOptions {
  /** What is shown instead of single values. */
  readonly words?: Readonly<Record<string, string>>;
}

/** One figure in the colour of its threshold: the last value. */
export function figure({ words = {}, span = 4, ...options }: FigureOptions): PanelBuilder {
  const texts = Object.entries(words).map(([value, text]) => [value, { text }] as const);
  return new PanelBuilder()
    .title(options.title)
    .description(options.description)
    .unit(options.unit)
    .thresholds(thresholdsOf(options.thresholds))
    .mappings(texts.length > 0 ? [{ type: MappingType.ValueToText, options: Object.fromEntries(texts) }] : [])
    .links([runbookLink(options.runbook)])
    .datasource(DATA_SOURCE)
    .targets(targetsOf(options))
    .reduceOptions(new ReduceDataOptionsBuilder().calcs(['lastNotNull']))
    .colorMode(BigValueColorMode.Background)
    .graphMode(BigValueGraphMode.None)
    .textMode(Object.keys(options.queries).length > 1 ? BigValueTextMode.ValueAndName : BigValueTextMode.Value)
    .noValue('no data')
    .span(span)
    .height(4);
}
