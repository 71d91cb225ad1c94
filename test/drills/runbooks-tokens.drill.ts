// Who has a credential or a token that is not theirs must be seen, and locked out by the commands that the pages have.
import { eventually } from '../../cluster/eventually.js';
import { used } from '../support/used-credentials.js';
import { untilAlert, untilScraped } from '../support/raised-alerts.js';
import { SseReader } from '../support/sse-reader.js';
import { ComposeProject } from './support/compose/project.js';
import { stepsOf } from './support/document.js';
import { seconds } from './support/figures.js';

describe('docs/runbooks, followed when a credential is stolen', () => {
  let project: ComposeProject;

  beforeAll(async () => {
    project = await ComposeProject.start();
  }, 180_000);

  afterAll(async () => {
    await project.stop();
  });

  it('TokensReplayed and RedemptionsRefused: the thief is seen, the credential replaced, its streams ended', async () => {
    const { prometheus } = project.parts;
    await untilScraped(prometheus!, project.all.length);
    const stolen = project.api.headers;
    const urls = await Promise.all(
      project.all.map(async (one) => project.apiOf(one).streamUrl(await project.api.token())),
    );
    const streams = await Promise.all(urls.map((url) => SseReader.open(url)));
    const statuses = urls.flatMap((url) => Array.from({ length: 15 }, async () => (await fetch(url)).status));
    expect(new Set(await Promise.all(statuses))).toEqual(new Set([403]));

    await untilAlert(prometheus!, 'TokensReplayed');
    await project.shell.follow(stepsOf('docs/runbooks/token-abuse.md', 'replayed'));
    const locksOut = () => project.shell.follow(stepsOf('docs/runbooks/token-abuse.md', 'stolen'));
    await seconds('a stolen credential, locked out', locksOut);
    const areOver = () => streams.every(({ ended }) => ended) || undefined;
    await eventually(areOver, { what: 'the streams of the thief to end' });
    const asks = (headers: Record<string, string>) =>
      fetch(`${project.nginx.baseUrl}/operator/api/events?limit=1`, { headers }).then(({ status }) => status);
    expect(await asks(stolen)).toBe(403);
    project.moveClients();
    used(project.api.headers['X-VX11-Token']!);
    expect(await asks(project.api.headers)).toBe(200);

    await untilAlert(prometheus!, 'RedemptionsRefused', { timeoutMs: 300_000 });
    await project.shell.follow(stepsOf('docs/runbooks/stream-refused.md', 'redemptions'));
    for (const alert of ['TokensReplayed', 'RedemptionsRefused']) {
      await untilAlert(prometheus!, alert, { gone: true, timeoutMs: 600_000 });
    }
  }, 1_200_000);
});
