// CWE-613: revoking a principal must end its streams and tokens at every instance within a second, and those of nobody else. In
// memory with one instance, and over Redis with two.
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../../cluster/eventually.js';
import { RedisServer } from '../../cluster/redis-server.js';
import { createRunDirectory } from '../../cluster/run-directory.js';
import { digestOfCredential } from '../../src/principal/fingerprint.js';
import { Api } from '../support/api.js';
import { type InProcessApp, startInProcess } from '../support/in-process-app.js';
import { SseReader } from '../support/sse-reader.js';
import { newCredential } from '../support/used-credentials.js';
import { becomesReady } from '../support/readiness.js';

const STREAMS = '/operator/api/streams';
const sessionsOf = (name: string) => `/operator/api/principals/${name}/sessions`;

interface Listed {
  readonly id: string;
  readonly principal: string;
  readonly instance: string;
}

/** A principals file of a test, which may be replaced. */
class PrincipalsFile {
  readonly path = join(createRunDirectory('sessions'), 'principals.yaml');
  readonly watch = newCredential();
  readonly night = newCredential();

  constructor() {
    this.replace({ watch: { streams_max: 2 }, night: {} });
  }

  /** The principals `watch` and `night`, with what is given, or without them. */
  replace(principals: Partial<Record<'watch' | 'night', object>>): void {
    const list = Object.entries(principals).map(([name, more]) => ({
      name,
      credentials: [`sha256:${digestOfCredential(this[name as 'watch' | 'night'])}`],
      rights: ['read'],
      ...more,
    }));
    // By a rename, since a file that is being written may be read half.
    writeFileSync(`${this.path}.new`, JSON.stringify({ principals: list }), { mode: 0o600 });
    renameSync(`${this.path}.new`, this.path);
  }
}

describe.each([
  ['in memory, at one instance', false],
  ['over Redis, at two', true],
])('sessions %s', (_, shared) => {
  let redis: RedisServer | undefined;
  let file: PrincipalsFile;
  let apps: InProcessApp[];
  let first: InProcessApp;
  let last: InProcessApp;
  const open: SseReader[] = [];

  beforeAll(async () => {
    redis = shared ? await RedisServer.start() : undefined;
    file = new PrincipalsFile();
    const credentials = { VX11_OPERATOR_TOKEN: newCredential(), VX11_GATEWAY_TOKEN: newCredential() };
    const env = { ...credentials, VX11_PRINCIPALS_FILE: file.path, ...(redis && { REDIS_URL: redis.url }) };
    first = await startInProcess(env);
    last = shared ? await startInProcess({ ...env, VX11_INSTANCE_ID: 'other' }) : first;
    apps = [...new Set([first, last])];
    admin = new Api(first.baseUrl, credentials.VX11_OPERATOR_TOKEN);
    gateway = new Api(last.baseUrl, credentials.VX11_GATEWAY_TOKEN);
    await Promise.all(apps.map((app) => becomesReady(app)));
  });
  let admin: Api;
  let gateway: Api;
  afterEach(async () => {
    for (const reader of open.splice(0)) reader.close();
    file.replace({ watch: { streams_max: 2 }, night: {} });
    await eventually(async () => (await list()).length === 0 || undefined, { what: 'all streams to be gone' });
  });
  afterAll(async () => {
    await Promise.all(apps.map((app) => app.close()));
    await redis?.stop();
  });

  /** Opens one; places of streams that are just over may still be counted for a moment. */
  async function stream(api: Api): Promise<SseReader> {
    const reader = await eventually(
      async () => {
        const asked = await api.stream();
        return (await asked.wasOpened()) ? asked : undefined;
      },
      { what: 'a stream' },
    );
    open.push(reader);
    return reader;
  }
  async function list(query = ''): Promise<Listed[]> {
    return (await admin.call('GET', `${STREAMS}?${query}`)).body.streams as Listed[];
  }
  const listed = (count: number, query = '') =>
    eventually(
      async () => {
        const streams = await list(query);
        return streams.length === count ? streams : undefined;
      },
      { what: `${count} streams to be listed` },
    );
  async function goodbye(reader: SseReader) {
    const { data } = await reader.first('goodbye');
    await reader.end();
    return JSON.parse(data) as object;
  }
  const night = (app: InProcessApp) => new Api(app.baseUrl, file.night);
  const watch = (app: InProcessApp) => new Api(app.baseUrl, file.watch);

  it('of a principal end at every instance, and its unspent tokens open nothing; others notice nothing', async () => {
    const ended = [await stream(night(first)), await stream(night(last))];
    const other = await stream(gateway);
    const token = await night(first).token();
    await listed(3);
    const { status, body } = await admin.call('DELETE', sessionsOf('night'));
    expect([status, body]).toEqual([202, { live_streams: 2 }]);
    for (const reader of ended) expect(await goodbye(reader)).toMatchObject({ reason: 'revoked', reconnect: false });
    for (const app of apps) {
      const refused = await SseReader.open(night(app).streamUrl(token));
      await refused.end();
      expect([refused.status, refused.body]).toEqual([403, expect.stringContaining('revoked')]);
    }
    await stream(night(last));
    await gateway.publish({ event_type: 'a', module: 'b', severity: 'info', summary: 'still there' });
    await other.receive(1);
  });

  it('can be opened again by a principal that still has its credential, by a token and by the credential itself', async () => {
    await admin.call('DELETE', sessionsOf('night'));
    // The other instance hears of it only now.
    const { headers } = night(last);
    const direct = await SseReader.open(`${last.baseUrl}/operator/api/events/stream`, { headers });
    await direct.first('snapshot');
    open.push(direct);
    await stream(night(last));
    await gateway.publish({ event_type: 'a', module: 'b', severity: 'info', summary: 'after the revocation' });
    await direct.receive(1);
    expect(direct.framesOf('goodbye')).toEqual([]);
  });

  it('are listed wherever they are, in pages, by principal', async () => {
    await stream(night(first));
    await stream(night(last));
    await stream(gateway);
    const all = await listed(3);
    expect(new Set(all.map(({ instance }) => instance)).size).toBe(apps.length);
    expect(await listed(2, 'principal=night')).toMatchObject([{ principal: 'night' }, { principal: 'night' }]);
    const paged: Listed[] = [];
    for (let after = ''; ;) {
      const { body } = await admin.call('GET', `${STREAMS}?limit=1${after}`);
      paged.push(...(body.streams as Listed[]));
      if (body.next === null) break;
      after = `&after=${body.next as string}`;
    }
    expect(paged.map(({ id }) => id)).toEqual(all.map(({ id }) => id));
  });

  it('end one by one, by their ids', async () => {
    const readers = [await stream(night(last)), await stream(night(last))];
    const [one] = await listed(2);
    const { status, body } = await admin.call('DELETE', `${STREAMS}/${one!.id}`);
    expect([status, body]).toEqual([202, { live_streams: 1 }]);
    await readers[0]!.end();
    expect(await goodbye(readers[0]!)).toMatchObject({ reason: 'revoked' });
    expect(readers[1]!.ended).toBe(false);
    await listed(1);
  });

  it('are bounded over all instances for a principal with a limit', async () => {
    const readers = [await stream(watch(first)), await stream(watch(last))];
    const token = await watch(last).token();
    const refused = await SseReader.open(watch(last).streamUrl(token));
    await refused.end();
    expect([refused.status, refused.body]).toEqual([200, expect.stringMatching(/^retry: \d+\n\n$/)]);
    const direct = await SseReader.open(`${first.baseUrl}/operator/api/events/stream`, {
      headers: watch(first).headers,
    });
    await direct.end();
    expect(direct.frames).toEqual([]);
    readers[0]!.close();
    // The token was not spent by the refusal.
    const again = await eventually(
      async () => {
        const reader = await SseReader.open(watch(last).streamUrl(token));
        return (await reader.wasOpened()) ? reader : undefined;
      },
      { what: 'the place that was given back' },
    );
    open.push(again);
  });

  it('end when their principal is removed from the file, and show less when it may see less', async () => {
    const [gone, narrowed] = [await stream(night(last)), await stream(watch(first))];
    const token = await night(first).token();
    file.replace({ watch: { streams_max: 2, read: { modules: ['switch'] } } });
    expect(await goodbye(gone)).toMatchObject({ reason: 'revoked', reconnect: false });
    expect(await goodbye(narrowed)).toMatchObject({ reason: 'max_life', reconnect: true });
    const refused = await SseReader.open(night(first).streamUrl(token));
    await refused.end();
    expect(refused.status).toBe(403);
  });

  it('are for administrators only, and name the faults of a request', async () => {
    for (const [method, path] of [
      ['GET', STREAMS],
      ['DELETE', `${STREAMS}/0mgtl3x9k2a-1f00c3de`],
      ['DELETE', sessionsOf('night')],
    ] as const) {
      expect((await gateway.call(method, path)).status).toBe(403);
    }
    const { status, body } = await admin.call('GET', `${STREAMS}?limit=0&after=nonsense`);
    expect([status, (body.errors as { field: string }[]).map(({ field }) => field)]).toEqual([400, ['limit', 'after']]);
    expect((await admin.call('DELETE', `${STREAMS}/nonsense`)).status).toBe(400);
    expect((await admin.call('PUT', `${STREAMS}/nonsense`)).headers.get('allow')).toBe('DELETE');
  });
});

describe('a revocation while the store is away', () => {
  it('is refused as unavailable, and may be sent again', async () => {
    const redis = await RedisServer.start();
    const app = await startInProcess({ REDIS_URL: redis.url });
    await becomesReady(app);
    await redis.stop();
    const { status, body } = await app.operator.call('DELETE', sessionsOf('gateway'));
    expect([status, body.code]).toEqual([503, 'store_unavailable']);
    await redis.start();
    await becomesReady(app);
    expect((await app.operator.call('DELETE', sessionsOf('gateway'))).status).toBe(202);
    await app.close();
    await redis.stop();
  });
});
