import { AnnotationQueryBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { DATA_SOURCE } from './panels/panel.js';

/** Marks in every graph when an instance was started. */
export function restarts(): AnnotationQueryBuilder {
  return new AnnotationQueryBuilder()
    .name('Instances started')
    .datasource(DATA_SOURCE)
    .enable(true)
    .iconColor('blue')
    .expr('changes(process_start_time_seconds{job="$job"}[1m]) > 0')
    .titleFormat('{{instance}} was started');
}
