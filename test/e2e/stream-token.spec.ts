// A token opens one stream: in an access log it must be useless afterwards. A principal's credential must not be in a
// URL.
import { readFileSync } from 'node:fs';
import { type InProcessApp, startInProcess } from '../support/in-process-app.js';
import { SseReader } from '../support/sse-reader.js';
import { newCredential } from '../support/used-credentials.js';
import { matching } from './support/matching.js';
import { sample } from './support/metrics.js';
import { appsOfEachTest } from './support/started-apps.js';

async function answerTo(url: string, headers: Record<string, string> = {}) {
  const stream = await SseReader.open(url, { headers });
  if (stream.status !== 200) {
    await stream.end();
    return { status: stream.status, body: JSON.parse(stream.body) as unknown };
  }
  const { data } = await stream.first('snapshot');
  stream.close();
  return { status: 200, body: JSON.parse(data) as unknown };
}

describe('opening a stream', () => {
  let app: InProcessApp;

  beforeAll(async () => {
    app = await startInProcess();
  });

  afterAll(() => app.close());

  const url = (query: string) => `${app.baseUrl}/operator/api/events/stream${query}`;

  it('a token opens one stream, once', async () => {
    const token = await app.reader.token();
    expect((await answerTo(app.reader.streamUrl(token))).status).toBe(200);
    for (let attempt = 0; attempt < 3; attempt++) {
      expect(await answerTo(app.reader.streamUrl(token))).toMatchObject({
        status: 403,
        body: { code: 'invalid_token', detail: matching('was used') },
      });
    }
  });

  it('of 200 that race for one token, one wins', async () => {
    const token = await app.reader.token();
    const racers = await Promise.all(Array.from({ length: 200 }, () => SseReader.open(app.reader.streamUrl(token))));
    expect(racers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(racers.filter(({ status }) => status === 403)).toHaveLength(199);
    for (const racer of racers) racer.close();
  });

  it.each([
    ['one that was never issued', () => newCredential()],
    ['an empty one', () => ''],
    ['one of another length', () => 'x'.repeat(1_000)],
    ['something else', () => '%00%0d%0aX-Injected:%201'],
  ])('%s is unknown', async (_, token) => {
    expect(await answerTo(url(`?token=${token()}`))).toMatchObject({
      status: 403,
      body: { code: 'invalid_token', detail: matching('unknown') },
    });
  });

  it('a principal in the header opens it, by either header', async () => {
    for (const headers of [app.reader.headers, { Authorization: `Bearer ${app.credentials.gateway}` }]) {
      expect((await answerTo(url(''), headers)).status).toBe(200);
    }
    expect(await answerTo(url(''), { 'X-VX11-Token': newCredential() })).toMatchObject({ status: 403 });
    expect(await answerTo(url(''))).toMatchObject({ status: 401, body: { code: 'auth_required' } });
  });
});

describe('a principal credential in the URL', () => {
  const start = appsOfEachTest();
  const counted = (app: InProcessApp, outcome: string) =>
    sample(app, `vx11_principal_in_query_total{outcome="${outcome}"}`);

  it.each([
    ['is refused', {}, 403, 'refused'],
    [
      'is accepted from old clients where a setting says so',
      { VX11_ALLOW_PRINCIPAL_IN_QUERY: 'true' },
      200,
      'accepted',
    ],
  ])('%s, counted and warned about, and never logged', async (_, env, status, outcome) => {
    const app = await start(env);
    const before = await counted(app, outcome);
    const answer = await answerTo(app.reader.streamUrl(app.credentials.reader));
    expect(answer.status).toBe(status);
    expect(JSON.stringify(answer)).not.toContain(app.credentials.reader);
    expect(await counted(app, outcome)).toBe(before + 1);
    const log = readFileSync(app.logFile, 'utf8');
    expect(log).toMatch(new RegExp(`credential of principal came in a URL and was ${outcome}`));
    expect(log).not.toContain(app.credentials.reader);
  });
});
