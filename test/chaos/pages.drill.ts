// Whoever is on call is told by Alertmanager, not by Prometheus: an outage must reach the pager once, with its cause, and its end as well.
import { eventually } from '../../cluster/eventually.js';
import { seconds } from '../drills/support/figures.js';
import { firing, untilAlert } from '../support/raised-alerts.js';
import { Load } from './support/load.js';
import { Told } from './support/told.js';
import { WatchedDeployment } from './support/watched-deployment.js';

interface KnownAlert {
  readonly labels: { readonly alertname: string };
  readonly status: { readonly state: 'active' | 'suppressed' | 'unprocessed' };
}

describe('the pager, told by Alertmanager as it is shipped', () => {
  let told: Told;
  let watched: WatchedDeployment;
  let load: Load;

  beforeAll(async () => {
    told = await Told.start();
    watched = await WatchedDeployment.start({ tells: told.baseUrl });
    load = await Load.start(watched.deployment, { streams: 20 });
    await load.flows();
  }, 120_000);
  afterAll(async () => {
    await load.stop();
    await watched.stop();
    await told.stop();
  }, 120_000);

  async function suppressed(): Promise<string[]> {
    const known = (await (await fetch(`${watched.alertmanager.baseUrl}/api/v2/alerts`)).json()) as KnownAlert[];
    return known.filter(({ status }) => status.state === 'suppressed').map(({ labels }) => labels.alertname);
  }

  const paged = (count: number) => {
    const look = () => told.pages.length >= count || undefined;
    return eventually(look, { what: `${count} calls of the pager`, timeoutMs: 180_000, everyMs: 50 });
  };

  it('gets one page when all instances are dead, and one end when they live again', async () => {
    expect(await firing(watched.prometheus)).toEqual([]);
    load.breaks('all instances dead');
    await seconds('all instances dead, until the pager is told', async () => {
      await Promise.all(watched.deployment.all.map((instance) => instance.kill()));
      await paged(1);
    });
    // Each instance has an alert of its own by now, of which nobody must be told.
    await untilAlert(watched.prometheus, 'InstanceDown');
    const isSuppressed = async () => (await suppressed()).includes('InstanceDown') || undefined;
    await eventually(isSuppressed, { what: 'InstanceDown to be suppressed', timeoutMs: 30_000 });
    await Promise.all(watched.deployment.all.map((instance) => instance.restart()));
    await seconds('all instances live, until the pager is told', () => paged(2));
    await load.flows();
    const isCalm = async () => (await firing(watched.prometheus)).length === 0 || undefined;
    await eventually(isCalm, { what: 'no alert to be left', timeoutMs: 120_000, everyMs: 250 });

    expect(told.pages.map(({ event_action }) => event_action)).toEqual(['trigger', 'resolve']);
    const [page, end] = told.pages;
    expect(page!.payload?.summary).toBe('No instance answers');
    expect(page!.payload?.custom_details.runbook).toMatch(/docs\/runbooks\/instances\.md#allinstancesdown$/);
    expect(end!.dedup_key).toBe(page!.dedup_key);
    expect(told.tickets).toEqual([]);
  }, 600_000);
});
