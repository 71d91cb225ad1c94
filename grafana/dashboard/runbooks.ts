import { DashboardLinkBuilder } from '@grafana/grafana-foundation-sdk/dashboard';

/** Where people read the runbooks. Set it to where yours are served, and run `npm run dashboard`. */
export const RUNBOOKS = 'https://git.example.org/operator-backend/blob/main/docs/runbooks';

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
