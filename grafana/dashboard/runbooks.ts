import { readFileSync } from 'node:fs';
import { DashboardLinkBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { load } from 'js-yaml';
import { repositoryFile } from '../../cluster/repository.js';

interface PrometheusConfiguration {
  readonly global: { readonly external_labels: { readonly repository: string } };
}

const { global } = load(readFileSync(repositoryFile('prometheus/prometheus.yml'), 'utf8')) as PrometheusConfiguration;

/** Where people read the runbooks: where the alerts of Prometheus lead as well. */
export const RUNBOOKS = `${global.external_labels.repository}/docs/runbooks`;

/** A page of docs/runbooks, and the alert whose heading is meant; without one, the page as a whole. */
export interface Runbook {
  readonly page: RunbookPage;
  readonly alert?: string;
}

export type RunbookPage =
  | 'access'
  | 'delivery'
  | 'edge'
  | 'instances'
  | 'observability'
  | 'redis'
  | 'slow'
  | 'stream-refused'
  | 'token-abuse'
  | 'tokens-grow';

/** The link that a panel shows in its corner. */
export function runbookLink({ page, alert }: Runbook): DashboardLinkBuilder {
  const heading = alert ? `#${alert.toLowerCase()}` : '';
  return new DashboardLinkBuilder(`Runbook: ${alert ?? page}`)
    .url(`${RUNBOOKS}/${page}.md${heading}`)
    .targetBlank(true);
}
