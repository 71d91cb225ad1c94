// Who is woken by an outage must be woken once, by the alert that says what it is. A rule that names an alert that does not exist
// inhibits nothing, and nobody notices.
import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { Alertmanager } from '../../cluster/alertmanager.js';
import { eventually } from '../../cluster/eventually.js';
import { repositoryFile } from '../../cluster/repository.js';
import { createRunDirectory } from '../../cluster/run-directory.js';
import { composeText } from './support/compose.js';
import { alerts } from './support/rules.js';
import { run } from './support/run.js';

const CONFIGURATION = 'alertmanager/alertmanager.yml';
const text = readFileSync(repositoryFile(CONFIGURATION), 'utf8');
const names = alerts.map(({ alert }) => alert);
const burning = ['StreamOpensBudgetBurns', 'EventsOnTimeBudgetBurns', 'ResumesBudgetBurns'];
const sinking = burning.map((name) => name.replace('Burns', 'Sinks'));

interface Configuration {
  readonly inhibit_rules: readonly Readonly<Record<'source_matchers' | 'target_matchers', readonly string[]>>[];
}

const { inhibit_rules: inhibitions } = load(text) as Configuration;
/** The alerts that a matcher such as `alertname=~"A|B"` names. */
const namedBy = ([matcher = '']: readonly string[]) => {
  const [, pattern = ''] = /^alertname=~?"(.*)"$/.exec(matcher)!;
  return pattern.split(/\|(?![^(]*\))/).map((one) => names.filter((name) => new RegExp(`^(?:${one})$`).test(name)));
};

describe('alertmanager', () => {
  it('amtool finds nothing wrong', async () => {
    const { code, output } = await run('amtool', ['check-config', CONFIGURATION]);
    expect(`${code}: ${output}`).toMatch(/^0: [^]*SUCCESS/);
  });

  it.each([
    ['page', 'page'],
    ['ticket', 'tickets'],
  ])('tells of a %s to %s', async (severity, receiver) => {
    const args = ['config', 'routes', 'test', `--config.file=${CONFIGURATION}`, `severity=${severity}`];
    expect((await run('amtool', args)).output.trim().split('\n').at(-1)).toBe(receiver);
  });

  it('has no secret in its file', () => {
    expect(text.match(/^\s*-? ?\w*(?:key|url|password|token)\w*:.*$/gm)).toEqual([
      expect.stringContaining('routing_key_file: /etc/alertmanager/secrets/'),
      expect.stringContaining('api_url_file: /etc/alertmanager/secrets/'),
    ]);
  });

  it('names its files as its container has them', () => {
    // A relative path is looked for where Alertmanager was started, and nobody would be told of anything.
    expect(composeText).toContain('./alertmanager:/etc/alertmanager:ro');
  });

  it('inhibits alerts that exist, and no two each other', () => {
    for (const { source_matchers: source, target_matchers: target } of inhibitions) {
      for (const found of [...namedBy(source), ...namedBy(target)]) expect(found).not.toEqual([]);
    }
    const pairs = inhibitions.flatMap(({ source_matchers: source, target_matchers: target }) =>
      namedBy(source)
        .flat()
        .flatMap((from) =>
          namedBy(target)
            .flat()
            .map((to) => [from, to] as const),
        ),
    );
    expect(pairs.filter(([from, to]) => pairs.some(([a, b]) => a === to && b === from))).toEqual([]);
  });
});

describe('a running Alertmanager', () => {
  let alertmanager: Alertmanager;

  beforeEach(async () => {
    alertmanager = await Alertmanager.start({ runDir: createRunDirectory('alertmanager') });
  });
  afterEach(() => alertmanager.stop());

  const url = () => `${alertmanager.baseUrl}/api/v2/alerts`;

  /** The names of the alerts in all groups, sorted; of those of which somebody is told, unless `inhibited` ones count as well. */
  async function grouped({ inhibited }: { inhibited: boolean }): Promise<string[]> {
    const groups = (await (await fetch(`${url()}/groups?inhibited=${inhibited}`)).json()) as {
      alerts: { labels: { alertname: string } }[];
    }[];
    return groups.flatMap((group) => group.alerts.map(({ labels }) => labels.alertname)).sort();
  }

  /** Raises these alerts, and expects that somebody is told of `due`, sorted, and of no other once Alertmanager knows all of them. */
  async function tells(raised: readonly string[], due: readonly string[]): Promise<void> {
    const body = raised.map((alertname) => {
      const { labels } = alerts.find(({ alert }) => alert === alertname)!;
      return { labels: { alertname, ...labels, instance: 'a:8000' } };
    });
    const headers = { 'content-type': 'application/json' };
    expect((await fetch(url(), { method: 'POST', headers, body: JSON.stringify(body) })).status).toBe(200);
    let told: string[] = [];
    const look = async () => {
      const known = await grouped({ inhibited: true });
      told = await grouped({ inhibited: false });
      return (known.length === raised.length && told.join() === due.join()) || undefined;
    };
    await eventually(look, { what: 'Alertmanager to know all alerts' }).catch(() => expect(told).toEqual(due));
    expect(await grouped({ inhibited: true })).toEqual([...raised].sort());
  }

  it.each([
    [
      'all instances down',
      'AllInstancesDown',
      ['InstanceDown', 'EdgeDown', 'InstanceFlapping', ...burning, ...sinking],
    ],
    ['Redis away', 'RedisAway', ['IssuingRefused', 'RedisFailedOver', 'TailBehind', ...burning, ...sinking]],
    ['a full disk under Redis', 'RedisRefusesWrites', ['RedisAway', 'IssuingRefused', ...burning]],
    ['events that stand still', 'EventsStandStill', ['TailBehind', 'EventsOnTimeBudgetBurns']],
    ['nginx frozen', 'EdgeDown', ['EdgeSlow', 'StreamOpensBudgetBurns', 'StreamOpensBudgetSinks']],
  ])('%s: tells of %s alone', async (_, cause, consequences) => {
    await tells([cause, ...consequences], [cause]);
  });

  it('tells of what has another cause', async () => {
    const others = ['DiskFilling', 'EdgeDown', 'RedisAway', 'WrongCredentials'];
    await tells([...others, 'IssuingRefused'], others);
  });

  it('tells of the consequence where there is no other cause', async () => {
    await tells(['IssuingRefused', ...burning], ['IssuingRefused', ...burning].sort());
  });
});
