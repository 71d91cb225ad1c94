// CWE-863: the scope of the principal, the restriction of its token and the filter of the request each limit which events a client
// sees. No event that one of them excludes may reach the client, on any way.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { createRunDirectory } from '../../cluster/run-directory.js';
import { covers, type Reach } from '../../src/principal/scope.js';
import { digestOfCredential } from '../../src/principal/fingerprint.js';
import { Api, event } from '../support/api.js';
import { type InProcessApp, startInProcess } from '../support/in-process-app.js';
import { SseReader } from '../support/sse-reader.js';
import { newCredential } from '../support/used-credentials.js';

const MODULES = ['switch', 'hermes', 'madre'];
const SEVERITIES = ['critical', 'error', 'info'];
const EVENTS = MODULES.flatMap((module) =>
  SEVERITIES.map((severity) => ({ event_type: 'scope.test', module, severity, summary: `${module} ${severity}` })),
);

const some = (values: string[]) => fc.option(fc.subarray(values, { minLength: 1 }), { nil: undefined });
const reach = fc.record({ modules: some(MODULES), severities: some(SEVERITIES) });

interface Case {
  readonly scope: Reach;
  readonly restriction: Reach;
  readonly filter: Reach;
  readonly credential: string;
}

const CASES: readonly Case[] = fc
  .sample(fc.record({ scope: reach, restriction: reach, filter: reach }), { numRuns: 40, seed: 7 })
  .map((one) => ({ ...one, credential: newCredential() }));

const query = ({ modules, severities }: Reach) =>
  [modules?.map((name) => `module=${name}`), severities?.map((name) => `severity=${name}`)]
    .flat()
    .filter(Boolean)
    .join('&');
const visible = (...reaches: readonly Reach[]) =>
  EVENTS.filter((event) => reaches.every((one) => covers(one, event))).map(({ summary }) => summary);
const summaries = (events: readonly object[]) =>
  (events as { event_type: string; summary: string }[])
    .filter(({ event_type }) => event_type === 'scope.test')
    .map(({ summary }) => summary);

function principalsFile(): string {
  const principals = CASES.map(({ scope, credential }, index) => ({
    name: `reader-${index}`,
    credentials: [`sha256:${digestOfCredential(credential)}`],
    rights: ['read', 'publish'],
    read: scope,
    publish: scope,
  }));
  const path = join(createRunDirectory('scope'), 'principals.yaml');
  writeFileSync(path, JSON.stringify({ principals }), { mode: 0o600 });
  return path;
}

describe('scope, restriction and filter together', () => {
  let app: InProcessApp;
  let before: string;
  const open: SseReader[] = [];

  beforeAll(async () => {
    app = await startInProcess({ VX11_PRINCIPALS_FILE: principalsFile() });
    [before] = (await app.gateway.publish(event({ module: 'other', severity: 'warn' }))) as [string];
    await app.gateway.publish(...EVENTS);
  });
  afterAll(async () => {
    for (const reader of open) reader.close();
    await app.close();
  });

  async function follow(path: string, headers = {}): Promise<SseReader> {
    const reader = await SseReader.open(`${app.baseUrl}/operator/api/events/stream?${path}`, { headers });
    open.push(reader);
    return reader;
  }
  const token = ({ credential, restriction }: Case) => new Api(app.baseUrl, credential).token({ ...restriction });

  it.each(CASES.map((one, index) => [index, one] as const))('case %d shows what all three let pass', async (_, one) => {
    const byToken = visible(one.scope, one.restriction, one.filter);
    const byCredential = visible(one.scope, one.filter);
    const api = new Api(app.baseUrl, one.credential);
    const headers = { 'X-VX11-Token': one.credential };
    const snapshot = await follow(`token=${await token(one)}&snapshot=100&${query(one.filter)}`);
    const replay = await follow(`token=${await token(one)}&last_event_id=${before}&${query(one.filter)}`);
    const direct = await follow(`last_event_id=${before}&${query(one.filter)}`, headers);
    const shown = JSON.parse((await snapshot.first('snapshot')).data) as { events: object[] };
    expect(summaries(shown.events)).toEqual(byToken);
    for (const path of [`limit=1000&${query(one.filter)}`, `after=${before}&${query(one.filter)}`]) {
      const { body } = await api.call('GET', `/operator/api/events?${path}`);
      expect(summaries(body.events as object[])).toEqual(byCredential);
    }
    expect(summaries(await replay.receive(byToken.length))).toEqual(byToken);
    expect(summaries(await direct.receive(byCredential.length))).toEqual(byCredential);
  });

  it('holds for what is published while the streams are open', async () => {
    await app.gateway.publish(...EVENTS);
    // Published last: a stream that has it has all events before it.
    const last = { event_type: 'scope.last', severity: 'critical', summary: 'last' };
    await app.gateway.publish(...MODULES.map((module) => ({ ...last, module })));
    for (const [index, one] of CASES.entries()) {
      const [snapshot, replay, direct] = open.slice(index * 3, index * 3 + 3) as [SseReader, SseReader, SseReader];
      const expected = visible(one.scope, one.restriction, one.filter);
      const credential = visible(one.scope, one.filter);
      expect(summaries(await snapshot.receive(expected.length))).toEqual(expected);
      expect(summaries(await replay.receive(2 * expected.length))).toEqual([...expected, ...expected]);
      expect(summaries(await direct.receive(2 * credential.length))).toEqual([...credential, ...credential]);
    }
  });

  it('lets a principal publish within its scope, and refuses a call beyond it as a whole', async () => {
    const path = '/operator/api/events';
    const newest = async () => (await app.operator.call('GET', `${path}?limit=1`)).body;
    for (const { scope, credential } of CASES.slice(0, 10)) {
      const api = new Api(app.baseUrl, credential);
      for (const one of EVENTS) {
        expect((await api.call('POST', path, one)).status).toBe(covers(scope, one) ? 202 : 403);
      }
      if (visible(scope).length === EVENTS.length) continue;
      const before = await newest();
      const { status, body } = await api.call('POST', path, { events: EVENTS });
      expect([status, body.code, body.detail]).toEqual([403, 'forbidden', expect.stringContaining('events[')]);
      expect(await newest()).toEqual(before);
    }
  });
});
