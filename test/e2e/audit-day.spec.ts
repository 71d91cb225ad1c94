// An auditor has only the trail. It must show what became of each token: issued = redeemed + revoked + stale + never redeemed.
import { join } from 'node:path';
import { eventually } from '../../cluster/eventually.js';
import { type Instance } from '../../cluster/instance.js';
import { RedisServer } from '../../cluster/redis-server.js';
import { KEYS } from '../../src/redis/redis-keys.js';
import { digestOf, tokenId } from '../../src/sse-token/sse-token.js';
import { Api, event } from '../support/api.js';
import { Instances } from '../support/instances.js';
import { SseReader } from '../support/sse-reader.js';
import { newCredential } from '../support/used-credentials.js';
import { type AuditLine, auditLines } from './support/audit-lines.js';

type Fate = 'redeemed' | 'revoked' | 'stale' | 'never redeemed';

describe('a day of mixed use', () => {
  let redis: RedisServer;
  let instances: Instances;
  const files: string[] = [];
  const reader = newCredential();
  /** What the test knows of each token, by its public id. */
  const known = new Map<string, Fate>();
  let refused = 0;

  async function add(env: Record<string, string> = {}): Promise<Instance> {
    const file = join(instances.runDir, `audit-${files.length}.log`);
    files.push(file);
    return instances.add({ VX11_AUDIT: file, ...env });
  }

  /** Issues tokens, as this principal at this instance. */
  async function issue(count: number, { baseUrl }: Instance, credential: string, fate: Fate): Promise<string[]> {
    const api = new Api(baseUrl, credential);
    const tokens = await Promise.all(Array.from({ length: count }, () => api.token()));
    for (const token of tokens) known.set(tokenId(digestOf(token)), fate);
    return tokens;
  }

  /**
   * Asks for a stream with each token, again where the instance asks for that, and returns those that were opened; the others count as
   * refused.
   */
  async function present(tokens: readonly string[], { baseUrl }: Instance): Promise<SseReader[]> {
    const ask = (token: string) => async () => {
      const stream = await SseReader.open(`${baseUrl}/operator/api/events/stream?snapshot=0&token=${token}`);
      return stream.refusedSoftly ? undefined : stream;
    };
    const streams = await Promise.all(
      tokens.map((token) => eventually(ask(token), { what: 'an answer', everyMs: 200 })),
    );
    const opened = streams.filter(({ status }) => status === 200);
    refused += streams.length - opened.length;
    return opened;
  }

  beforeAll(async () => {
    redis = await RedisServer.start();
    instances = new Instances({ REDIS_URL: redis.url, VX11_PRINCIPAL_TOKEN: reader, EPHEMERAL_TOKEN_TTL_SEC: '300' });
  });
  afterAll(async () => {
    await instances.stop();
    await redis.stop();
  });

  it('accounts for every token by the trails of all instances', async () => {
    const [a, b] = [await add(), await add()];
    const operator = instances.credential;
    // In the morning pages are opened, some of them again with a token that was used.
    const morning = await issue(60, a, operator, 'redeemed');
    const streams = await present(morning, b);
    expect(streams).toHaveLength(60);
    expect(await present(morning.slice(0, 15), a)).toEqual([]);
    await instances.api(a).publish(event(), event());
    // A principal is revoked, with tokens that nobody has used yet.
    const lost = await issue(30, b, reader, 'revoked');
    await issue(10, b, reader, 'never redeemed');
    expect((await instances.api(a).call('DELETE', '/operator/api/principals/principal/sessions')).status).toBe(202);
    expect(await present(lost, b)).toEqual([]);
    streams.push(...(await present(await issue(20, b, reader, 'redeemed'), a)));
    expect(streams).toHaveLength(80);
    for (const stream of streams) stream.close();
    // Redis is restarted, and tokens of before are stale.
    const stale = await issue(20, a, operator, 'stale');
    await redis.restart();
    for (const { baseUrl } of [a, b]) {
      const ready = async () => (await fetch(`${baseUrl}/health/ready`)).status === 200 || undefined;
      await eventually(ready, { what: 'the instances to be ready again' });
    }
    expect(await present(stale, b)).toEqual([]);
    // In the evening tokens expire, and some of them are tried all the same.
    const c = await add({ EPHEMERAL_TOKEN_TTL_SEC: '1' });
    const expired = await issue(10, c, operator, 'never redeemed');
    const gone = async () => {
      const left = await Promise.all(expired.map((token) => redis.cli('EXISTS', KEYS.token(digestOf(token)))));
      return left.every((count) => count === '0') || undefined;
    };
    await eventually(gone, { what: 'the tokens to expire' });
    expect(await present(expired.slice(0, 5), a)).toEqual([]);

    await eventually(() => auditLines(...files).filter(isRefused).length === refused || undefined, {
      what: 'all refusals to be told',
    });
    expect(accountOf(auditLines(...files))).toEqual(known);
    const count = (fate: Fate) => [...known.values()].filter((one) => one === fate).length;
    expect(known.size).toBe(count('redeemed') + count('revoked') + count('stale') + count('never redeemed'));
    expect([count('redeemed'), count('revoked'), count('stale'), count('never redeemed')]).toEqual([80, 30, 20, 20]);
  });
});

function isRefused({ action, outcome }: AuditLine): boolean {
  return action === 'token.redeem' && outcome === 'refused';
}

/** What became of each token that was issued, by its public id. Fails for one that was redeemed twice or never issued. */
function accountOf(lines: readonly AuditLine[]): Map<string, Fate> {
  const account = new Map<string, Fate>();
  for (const { action, outcome, token_id } of lines) {
    if (action === 'token.issue' && outcome === 'done') account.set(token_id!, 'never redeemed');
  }
  for (const { action, outcome, reason, token_id } of lines) {
    if (action !== 'token.redeem') continue;
    const fate = account.get(token_id!);
    if (fate === undefined) throw new Error(`a token that nobody issued: ${token_id}`);
    if (outcome === 'done' && fate === 'redeemed') throw new Error(`a token that was redeemed twice: ${token_id}`);
    if (outcome === 'done') account.set(token_id!, 'redeemed');
    else if (reason === 'revoked' || reason === 'stale') account.set(token_id!, reason);
  }
  return account;
}
