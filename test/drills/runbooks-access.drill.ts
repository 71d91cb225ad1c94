// Who may call, and who may not, goes wrong without anything being down: only the alerts tell, and the pages must say of whom.
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '../../cluster/eventually.js';
import { Api } from '../support/api.js';
import { untilAlert, untilScraped } from '../support/raised-alerts.js';
import { SseReader } from '../support/sse-reader.js';
import { newCredential } from '../support/used-credentials.js';
import { ComposeProject } from './support/compose/project.js';
import { writeSettings } from './support/compose/settings.js';
import { type Step, stepsOf } from './support/document.js';
import { Guesser } from './support/guesser.js';
import { IdentityProvider } from './support/identity-provider.js';

const GUESSER = '127.0.0.2';

describe('docs/runbooks, followed where credentials, the principals file or the identity provider are at fault', () => {
  const credential = newCredential();
  const digest = createHash('sha256').update(credential).digest('hex');
  let project: ComposeProject;
  let provider: IdentityProvider;

  beforeAll(async () => {
    project = await ComposeProject.create();
    provider = await IdentityProvider.start(join(project.directory, 'provider'));
    writeSettings(project, { ...provider.settings, VX11_PRINCIPALS_FILE: file() });
    writePrincipals(file());
    await project.begin('(umask 077 && sh deploy/make-env.sh > .env) && docker compose up --detach --wait');
    await untilScraped(prometheus(), project.all.length);
    // The last test needs twenty minutes of this. The others notice nothing, as nobody would.
    await provider.goesAway();
  }, 180_000);
  afterAll(async () => {
    await provider.goesAway();
    await project.stop();
  });

  const prometheus = () => project.parts.prometheus!;
  const follow = (steps: readonly Step[]) => project.shell.follow(steps);
  const file = () => join(project.directory, 'principals.yml');
  const nightWatch = () => new Api(project.nginx.baseUrl, credential);

  function writePrincipals(path: string, { streams = 5, right = 'read' } = {}): void {
    const entry = `  - name: night-watch\n    credentials: ['sha256:${digest}']\n    rights: [${right}]\n    streams_max: ${streams}\n`;
    writeFileSync(path, `principals:\n${entry}`);
  }

  it('WrongCredentials: who tries credentials is seen though most are refused unseen, and nobody else is', async () => {
    const spent = await project.api.token();
    const url = project.api.streamUrl(spent);
    (await SseReader.open(url)).close();
    const guesser = Guesser.start(project.nginx.baseUrl, GUESSER);
    try {
      expect((await fetch(url)).status).toBe(403);
      await untilAlert(prometheus(), 'WrongCredentials', { timeoutMs: 240_000 });
      // Whoever is limited must not be hidden from the alert by it.
      expect(new Set(guesser.statuses)).toEqual(new Set([403, 429]));
      expect(guesser.statuses.filter((status) => status === 403).length).toBeLessThan(50);
      const [addresses = ''] = await follow(stepsOf('docs/runbooks/access.md', 'wrong-credentials'));
      expect(addresses.match(/(?<="address":")[^"]*/g)).toEqual([GUESSER]);
    } finally {
      await guesser.stop();
    }
    expect((await project.api.call('GET', '/operator/api/events?limit=1')).status).toBe(200);
    await untilAlert(prometheus(), 'WrongCredentials', { gone: true, timeoutMs: 400_000 });
    const [rate = ''] = await follow(stepsOf('docs/runbooks/access.md', 'wrong-credentials-over'));
    expect(Number(/=> ([\d.e-]+) @/.exec(rate)?.[1])).toBeLessThan(10);
  }, 900_000);

  it('PrincipalsFileInvalid: the fault is named with its line, and what was said before counts', async () => {
    writePrincipals(file(), { right: 'reed' });
    await untilAlert(prometheus(), 'PrincipalsFileInvalid');
    const printed = await follow(stepsOf('docs/runbooks/access.md', 'principals-file'));
    expect(printed.join('')).toContain(`${file()}, line 4: rights`);
    expect((await nightWatch().call('GET', '/operator/api/events?limit=1')).status).toBe(200);
    const next = `${file()}.next`;
    writePrincipals(next);
    await project.shell.command(`next='${next}'`);
    await follow(stepsOf('docs/runbooks/access.md', 'principals-file-next'));
    writePrincipals(file());
    await follow(stepsOf('docs/runbooks/access.md', 'principals-file-over'));
    await untilAlert(prometheus(), 'PrincipalsFileInvalid', { gone: true });
  }, 600_000);

  it('SoftRefusals: whose streams leak is seen; they are ended, and the principal has room', async () => {
    const leaked = await Promise.all(Array.from({ length: 5 }, () => nightWatch().stream('snapshot=0')));
    let waiting = true;
    const asking = asksWhile(() => waiting, nightWatch());
    try {
      await untilAlert(prometheus(), 'SoftRefusals', { timeoutMs: 240_000 });
      const [, refused = ''] = await follow(stepsOf('docs/runbooks/stream-refused.md', 'soft-refusals'));
      expect(refused.trim().split('\n')).toEqual([
        expect.stringMatching(/ principal_streams 127\.0\.0\.1 "night-watch"$/),
      ]);
      const [listed = ''] = await follow(stepsOf('docs/runbooks/stream-refused.md', 'principal-streams'));
      expect(listed.match(/night-watch/g)).toHaveLength(5);
    } finally {
      waiting = false;
      await asking;
    }
    await follow(stepsOf('docs/runbooks/stream-refused.md', 'principal-revoked'));
    const areOver = () => leaked.every(({ ended }) => ended) || undefined;
    await eventually(areOver, { what: 'the leaked streams to end' });
    writePrincipals(file(), { streams: 20 });
    const streams = await eventually(() => tenStreams(nightWatch()), {
      what: 'room for ten streams',
      everyMs: 1_000,
      timeoutMs: 90_000,
    });
    for (const stream of streams) stream.close();
    await untilAlert(prometheus(), 'SoftRefusals', { gone: true, timeoutMs: 400_000 });
  }, 900_000);

  it('IdentityProviderAway: the page says why; its users are served until it is back', async () => {
    await untilAlert(prometheus(), 'IdentityProviderAway', { timeoutMs: 1_500_000 });
    const [log = '', ages = '', reached = ''] = await follow(stepsOf('docs/runbooks/access.md', 'provider'));
    expect(log).toContain('ECONNREFUSED');
    expect(reached.trim()).toBe('ECONNREFUSED');
    expect(ages.trim().split('\n')).toHaveLength(project.all.length);
    const alice = new Api(project.nginx.baseUrl, await provider.jwt());
    expect((await alice.call('GET', '/operator/api/events?limit=1')).status).toBe(200);
    await provider.comesBack();
    await untilAlert(prometheus(), 'IdentityProviderAway', { gone: true });
    const [over = ''] = await follow(stepsOf('docs/runbooks/access.md', 'provider-over'));
    for (const [, age] of over.matchAll(/=> ([\d.e+-]+) @/g)) expect(Number(age)).toBeLessThan(300);
  }, 1_800_000);
});

/** A client that asks for a stream again and again, and is told to come back later. */
async function asksWhile(isWaiting: () => boolean, api: Api): Promise<void> {
  while (isWaiting()) {
    const response = await fetch(api.streamUrl(await api.token()));
    await response.body?.cancel();
    await delay(500);
  }
}

/** Returns ten open streams; undefined if one was refused, as by an instance that has not read the file yet. */
async function tenStreams(api: Api) {
  const streams = await Promise.all(Array.from({ length: 10 }, () => api.stream('snapshot=0')));
  const lives = await Promise.all(streams.map((stream) => stream.first('heartbeat').catch(() => undefined)));
  if (lives.every(Boolean)) return streams;
  for (const stream of streams) stream.close();
  return undefined;
}
