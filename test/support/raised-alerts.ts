import { eventually } from '../../cluster/eventually.js';
import { type Prometheus } from '../../cluster/prometheus.js';

interface RaisedAlert {
  readonly labels: Readonly<Record<string, string>> & { readonly alertname: string };
  readonly state: 'pending' | 'firing';
}

/** The alerts that are firing. */
export async function firing({ baseUrl }: Prometheus): Promise<RaisedAlert['labels'][]> {
  const { data } = (await (await fetch(`${baseUrl}/api/v1/alerts`)).json()) as { data: { alerts: RaisedAlert[] } };
  return data.alerts.filter(({ state }) => state === 'firing').map(({ labels }) => labels);
}

/** Waits until Prometheus has scraped instances and exporters twice each, so that whatever grows from then on is seen to grow. */
export function untilScraped({ baseUrl }: Prometheus, instances: number): Promise<true> {
  const query = encodeURIComponent(`(count(count_over_time(up[1m]) > 1) == count(up)) > ${instances}`);
  const look = async () => {
    const { data } = (await (await fetch(`${baseUrl}/api/v1/query?query=${query}`)).json()) as { data: { result: [] } };
    return data.result.length > 0 || undefined;
  };
  return eventually(look, { what: 'two scrapes of every part', everyMs: 250 });
}

/** Waits until the alert is firing, or until it is gone. */
export function untilAlert(
  prometheus: Prometheus,
  name: string,
  { gone = false, timeoutMs = 120_000 } = {},
): Promise<true> {
  const look = async () => {
    const raised = (await firing(prometheus)).some(({ alertname }) => alertname === name);
    return raised !== gone || undefined;
  };
  return eventually(look, { what: `${name} to be ${gone ? 'gone' : 'raised'}`, timeoutMs, everyMs: 250 });
}
