import { setTimeout as wait } from 'node:timers/promises';
import { HEALTH_PATH, SERVICE_PATH, TOKEN_PATH } from '../../endpoints/paths.js';
import { SERVICE } from '../../version.js';
import { RESPONSE_MS, getJson } from '../call.js';
import { type Check, expect, type SmokeTarget } from './check.js';
import { type StreamView, watchStream } from './watch-stream.js';

/** How long after its expiry a token is tried and must be refused, ms. */
const PAST_EXPIRY_MS = 1_000;

/** A heartbeat comes up to a second late; the rest is for the way. Returns ms. */
const heartbeatWithin = ({ heartbeatMs }: SmokeTarget) => 2.5 * heartbeatMs + 2_000;

const health: Check = {
  name: 'health',
  run: async ({ baseUrl }) => {
    const { response, body } = await getJson(baseUrl, HEALTH_PATH);
    expect(
      response.status === 200 && body?.status === 'ok',
      `${HEALTH_PATH} responded with ${response.status} ${String(body?.status)}`,
    );
    const { body: service } = await getJson(baseUrl, SERVICE_PATH);
    expect(service?.service === SERVICE, 'the server is not the operator backend');
    return `version ${String(service.version)}`;
  },
};

const issue: Check = {
  name: 'issue',
  run: async (target) => {
    const { token, ttl, response } = await issueToken(target);
    expect(token.length >= 43, `a token of ${token.length} characters is too short`);
    expect(/\bno-store\b/.test(response.headers.get('cache-control') ?? ''), 'the response may be cached');
    return `valid for ${ttl} s`;
  },
};

const stream: Check = {
  name: 'stream',
  run: async (target) => {
    const { token } = await issueToken(target);
    const view = await watchStream({
      baseUrl: target.other,
      token,
      enough: (types) => types.includes('snapshot') && (types.includes('heartbeat') || types.includes('message')),
      timeoutMs: heartbeatWithin(target),
    });
    expectStream(view);
    expect(view.enough, `neither a heartbeat nor an event within ${heartbeatWithin(target) / 1_000} s`);
    return `snapshot and ${view.types.includes('heartbeat') ? 'heartbeat' : 'event'}${at(target)}`;
  },
};

const principal: Check = {
  name: 'principal',
  run: async ({ baseUrl, credential }) => {
    expectStream(await watchStream({ baseUrl, credential, enough, timeoutMs: RESPONSE_MS }));
    return 'snapshot';
  },
};

const singleUse: Check = {
  name: 'single-use',
  run: async (target) => {
    const { token } = await issueToken(target);
    expectStream(await watchStream({ baseUrl: target.other, token, enough, timeoutMs: RESPONSE_MS }));
    for (const baseUrl of target.all)
      expectRefused(await watchStream({ baseUrl, token, enough, timeoutMs: RESPONSE_MS }), baseUrl);
    return `used once, then refused by ${target.all.length === 1 ? 'the instance' : `all ${target.all.length}`}`;
  },
};

const expiry: Check = {
  name: 'expiry',
  run: async (target) => {
    const { token, ttl } = await issueToken(target);
    await wait(ttl * 1_000 + PAST_EXPIRY_MS, undefined, { signal: target.interrupted });
    expectRefused(await watchStream({ baseUrl: target.other, token, enough, timeoutMs: RESPONSE_MS }), target.other);
    return `refused after ${ttl + PAST_EXPIRY_MS / 1_000} s${at(target)}`;
  },
};

/** All checks, quick ones first. */
export const CHECKS: readonly Check[] = [health, issue, principal, singleUse, stream, expiry];

async function issueToken({
  baseUrl,
  credential,
}: SmokeTarget): Promise<{ token: string; ttl: number; response: Response }> {
  const headers = { 'X-VX11-Token': credential };
  const { response, body } = await getJson(baseUrl, TOKEN_PATH, { method: 'POST', headers });
  const { sse_token: token, ttl_sec: ttl, expires_in_sec: left, code } = body ?? {};
  expect(
    response.status === 200,
    `issuing responded with ${response.status}${typeof code === 'string' ? ` ${code}` : ''}`,
  );
  expect(
    typeof token === 'string' && typeof ttl === 'number' && typeof left === 'number' && left > 0,
    'the response has no token',
  );
  return { token, ttl, response };
}

function enough(types: readonly string[]): boolean {
  return types.includes('snapshot');
}

/** Fails unless the stream begins with `retry:` and a snapshot; an empty stream fails too. */
function expectStream({ problem, contentType, retryMs, types }: StreamView): void {
  expect(problem === undefined, `the stream responded with ${problem?.status} ${problem?.code ?? ''}`.trim());
  expect(
    contentType.startsWith('text/event-stream'),
    `the content type of the stream is ${JSON.stringify(contentType)}`,
  );
  expect(retryMs !== undefined, 'the stream does not begin with retry:');
  expect(
    types.includes('snapshot'),
    types.length === 0 ? 'the stream ended empty: the service asks to try again later' : 'the stream has no snapshot',
  );
}

function expectRefused({ problem, types }: StreamView, baseUrl: string): void {
  const result = problem === undefined ? `200 and ${types.length} messages` : `${problem.status} ${problem.code ?? ''}`;
  expect(
    problem?.status === 403 && problem.code === 'invalid_token',
    `${baseUrl} should have refused the token, but responded with ${result}`,
  );
}

function at({ baseUrl, other }: SmokeTarget): string {
  return other === baseUrl ? '' : ` at ${other}`;
}
