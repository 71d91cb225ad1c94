// One credential must not be able to fill the store. The limit counts by principal and by real address, and does not
// affect clients that open their streams.
import { eventually } from '../../cluster/eventually.js';
import { type Api } from '../support/api.js';
import { type InProcessApp, startInProcess } from '../support/in-process-app.js';
import { SseReader } from '../support/sse-reader.js';
import { used } from '../support/used-credentials.js';
import { limitOf } from './support/limit-of.js';
import { problem } from './support/problem.js';

async function issue(api: Api, forwardedFor?: string) {
  const headers: Record<string, string> = forwardedFor === undefined ? {} : { 'X-Forwarded-For': forwardedFor };
  const answer = await api.call('POST', '/operator/api/events/sse-token', undefined, headers);
  if (answer.status === 200) used(answer.body.sse_token as string);
  return answer;
}

/** How many of `attempts` tokens one gets. */
async function issued(attempts: number, api: Api, address: (attempt: number) => string | undefined = () => undefined) {
  let count = 0;
  for (let attempt = 0; attempt < attempts; attempt++)
    count += Number((await issue(api, address(attempt))).status === 200);
  return count;
}

const liveTokens = async (api: Api) => (await api.call('GET', '/operator/internal/cache-stats')).body.live_tokens;

describe('the limit on issuing tokens', () => {
  let app: InProcessApp;

  afterEach(() => app.close());

  it('refuses with 429 and `Retry-After`, and issues no token', async () => {
    app = await startInProcess(limitOf(3, 30));
    expect(await issued(3, app.reader)).toBe(3);
    for (let attempt = 0; attempt < 3; attempt++) {
      const refused = await issue(app.reader);
      expect(refused).toMatchObject(problem('rate_limited'));
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
      expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(30);
      expect(refused.headers.get('ratelimit-policy')).toBe('"tokens";q=3;w=90');
      expect(refused.headers.get('ratelimit')).toBe(`"tokens";r=0;t=${refused.headers.get('retry-after')}`);
    }
    expect(await liveTokens(app.reader)).toBe(3);
  });

  it('counts each principal by itself', async () => {
    app = await startInProcess(limitOf(2));
    expect(await issued(3, app.reader)).toBe(2);
    expect(await issued(3, app.gateway)).toBe(2);
    expect(await issued(3, app.operator)).toBe(2);
  });

  it('holds when many come at once', async () => {
    app = await startInProcess(limitOf(10));
    const answers = await Promise.all(Array.from({ length: 50 }, () => issue(app.reader)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(10);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(40);
  });

  it('does not trust X-Forwarded-For by default', async () => {
    app = await startInProcess(limitOf(2));
    expect(await issued(5, app.reader, (attempt) => `192.0.2.${attempt}`)).toBe(2);
  });

  it('trusts that of trusted proxies: each client address counts by itself', async () => {
    app = await startInProcess({ ...limitOf(2), VX11_TRUSTED_PROXIES: 'loopback, 198.51.100.0/24' });
    expect(await issued(3, app.reader, () => '192.0.2.1')).toBe(2);
    expect(await issued(3, app.reader, () => '192.0.2.2')).toBe(2);
    expect(await issued(3, app.reader, () => '192.0.2.3, 198.51.100.7')).toBe(2);
  });

  it('and of that only what the proxies wrote: addresses that a client adds change nothing', async () => {
    app = await startInProcess({ ...limitOf(2), VX11_TRUSTED_PROXIES: 'loopback' });
    expect(await issued(5, app.reader, (attempt) => `203.0.113.${attempt}, 192.0.2.1`)).toBe(2);
  });

  it('ends when a token of the limit is free again', async () => {
    app = await startInProcess(limitOf(1, 1));
    await issued(1, app.reader);
    await eventually(async () => ((await issue(app.reader)).status === 200 ? true : undefined), {
      what: 'the next token',
    });
  });

  it('is off at 0', async () => {
    app = await startInProcess({ VX11_OPERATOR_RATE_LIMIT: '0' });
    expect(await issued(200, app.reader)).toBe(200);
  });

  it('counts only tokens that open no stream: a client that reconnects a hundred times gets its tokens', async () => {
    app = await startInProcess(limitOf(2));
    for (let opened = 0; opened < 100; opened++) {
      const stream = await app.reader.stream();
      expect(stream.status).toBe(200);
      stream.close();
    }
    expect(await issued(3, app.reader)).toBe(2);
  });

  it('does not count what the store refused', async () => {
    app = await startInProcess({ ...limitOf(2), VX11_MEMORY_TOKENS_MAX: '1' });
    await app.reader.token();
    for (let refused = 0; refused < 10; refused++) expect(await issue(app.reader)).toMatchObject(problem('store_full'));
  });

  it('does not touch anything else', async () => {
    app = await startInProcess(limitOf(1));
    await issued(2, app.reader);
    for (let call = 0; call < 5; call++)
      expect((await app.reader.call('GET', '/operator/api/events')).status).toBe(200);
  });
});

describe('a memory store that is full', () => {
  let app: InProcessApp;

  afterEach(() => app.close());

  it('refuses new tokens, keeps the live ones, and takes more when one is redeemed', async () => {
    app = await startInProcess({ VX11_MEMORY_TOKENS_MAX: '2' });
    const [first, second] = [await app.reader.token(), await app.reader.token()];
    const refused = await issue(app.reader);
    expect(refused).toMatchObject(problem('store_full', { outcome: 'not_applied' }));
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    for (const token of [first, second]) {
      const stream = await SseReader.open(app.reader.streamUrl(token));
      expect(stream.status).toBe(200);
      stream.close();
    }
    await app.reader.token();
  });

  it('has room again when tokens expire', async () => {
    app = await startInProcess({ VX11_MEMORY_TOKENS_MAX: '1', EPHEMERAL_TOKEN_TTL_SEC: '1' });
    await app.reader.token();
    await eventually(async () => ((await issue(app.reader)).status === 200 ? true : undefined), { what: 'room' });
  });
});
