// An expression may parse, name what exists and still find nothing. So each is asked of a Prometheus that scrapes an instance which is
// in use.
import { eventually } from '../../cluster/eventually.js';
import { Prometheus } from '../../cluster/prometheus.js';
import { RedisServer } from '../../cluster/redis-server.js';
import { createRunDirectory } from '../../cluster/run-directory.js';
import { makeDashboard } from '../../grafana/dashboard/dashboard.js';
import { event } from '../support/api.js';
import { Instances } from '../support/instances.js';

/** Nothing of this is there: other exporters, an identity provider, a file of principals. */
const ABSENT = /redis_memory_(used|max)_bytes|probe_|vx11_jwks_|vx11_principals_file_/;

interface Panel {
  readonly title: string;
  readonly targets?: readonly { readonly expr: string }[];
}

describe('the dashboard, of an instance in use', () => {
  let redis: RedisServer;
  let instances: Instances;
  let prometheus: Prometheus;

  beforeAll(async () => {
    redis = await RedisServer.start();
    instances = new Instances({ REDIS_URL: redis.url });
    const instance = await instances.add();
    prometheus = await Prometheus.start({
      targets: [{ host: instance.host, port: instance.port }],
      runDir: createRunDirectory('grafana'),
      interval: 1,
    });
    const api = instances.api(instance);
    const stream = await api.stream();
    const [position] = await api.publish(event(), event());
    (await api.stream('', { 'Last-Event-ID': position! })).close();
    stream.close();
  });
  afterAll(async () => {
    await prometheus.stop();
    await instances.stop();
    await redis.stop();
  });

  async function ask(expression: string): Promise<unknown[]> {
    const answer = await fetch(`${prometheus.baseUrl}/api/v1/query?query=${encodeURIComponent(expression)}`);
    const { status, data, error } = (await answer.json()) as {
      status: string;
      error?: string;
      data?: { result: unknown[] };
    };
    if (status !== 'success') throw new Error(`${expression}: ${error}`);
    return data!.result;
  }

  it('every panel has data, where it is not of what is absent or of what went wrong', async () => {
    let empty: string[] = [];
    const filled = async () => ((empty = await emptyPanels()).length === 0 ? true : undefined);
    await eventually(filled, { what: 'data in every panel', everyMs: 500 }).catch(() => undefined);
    expect(empty).toEqual([]);
  });

  /** Those in which something is missing, each with what it asks for. */
  async function emptyPanels(): Promise<string[]> {
    const panels = (makeDashboard().panels ?? []) as Panel[];
    const empty = [];
    for (const { title, targets = [] } of panels) {
      for (const { expr } of targets) {
        const expression = expr
          .replaceAll('$__rate_interval', '1m')
          .replaceAll('$job', 'operator-backend')
          .replaceAll('$instance', '.*');
        const result = await ask(expression);
        const mayBeEmpty = ABSENT.test(expr) || / > 0$/.test(expr) || /status!="200"/.test(expr);
        if (result.length === 0 && !mayBeEmpty) empty.push(`${title}: ${expression}`);
      }
    }
    return empty;
  }
});
