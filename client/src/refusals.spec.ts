import {
  broken,
  event,
  goodbye,
  refusal,
  ScriptedService,
  snapshot,
  stream,
  token,
} from '../test-support/scripted-service.js';
import { type FollowOptions } from './follow-options.js';
import { followEvents } from './follow-events.js';
import { Interruption, type InterruptionReason } from './interruption.js';
import { RefusedError } from './refused-error.js';

const END = stream([goodbye('revoked', false)]);
const SOFT = stream(['retry: 20\n\n']);

async function follow(service: ScriptedService, options: Partial<FollowOptions> = {}) {
  const waits: [InterruptionReason, number][] = [];
  const all: FollowOptions = {
    baseUrl: 'http://ops.test',
    credential: 'c',
    backoff: { random: () => 0 },
    onState: (state) => state.state === 'waiting' && waits.push([state.interruption.reason, state.delayMs]),
    fetch: service.fetch,
    ...options,
  };
  const error = await (async () => {
    for await (const item of followEvents(all)) void item;
  })().catch((thrown: unknown) => thrown);
  return { waits, error };
}

describe('temporary refusals', () => {
  it('waits as long as a soft refusal asks and sends the unspent token again', async () => {
    const service = new ScriptedService({ streams: [SOFT, SOFT, END] });
    expect((await follow(service)).waits).toEqual([['soft_refusal', 20], ['soft_refusal', 20]]); // prettier-ignore
    expect(service.queries('token')).toEqual(['t1', 't1', 't1']);
  });

  it('waits as long as Retry-After asks and sends the unspent token again', async () => {
    const busy = refusal(503, 'draining', { 'Retry-After': '0' });
    const service = new ScriptedService({ streams: [busy, refusal(502), END] });
    expect((await follow(service)).waits).toEqual([['status', 0], ['status', 0]]); // prettier-ignore
    expect(service.issued).toHaveLength(1);
  });

  it('has another token issued when most of the life of the kept one is over', async () => {
    const service = new ScriptedService({ tokens: [token('old', 0), token('new')], streams: [SOFT, END] });
    await follow(service);
    expect(service.queries('token')).toEqual(['old', 'new']);
  });

  it('has another token issued when the stream refuses one, or when it may be redeemed', async () => {
    const service = new ScriptedService({ streams: [refusal(403, 'invalid_token'), broken(), END] });
    expect((await follow(service)).waits.map(([reason]) => reason)).toEqual(['token', 'network']);
    expect(service.queries('token')).toEqual(['t1', 't2', 't3']);
  });

  it('tries again while the service cannot issue a token', async () => {
    const tokens = [
      refusal(429, 'rate_limited', { 'Retry-After': '0' }),
      refusal(503, 'store_unavailable'),
      broken(),
      token('t'),
    ];
    const { error, waits } = await follow(new ScriptedService({ tokens, streams: [END] }));
    expect(error).toBeUndefined();
    expect(waits.map(([reason]) => reason)).toEqual(['status', 'status', 'network']);
  });

  it('calls the own `token` again after an Interruption, and after no other error', async () => {
    const failed = new TypeError('Failed to fetch');
    const failures = [new Interruption('network', 0), failed];
    const token = () => Promise.reject(failures.shift()!);
    const { error, waits } = await follow(new ScriptedService({ streams: [] }), { credential: undefined, token });
    expect([error, waits]).toEqual([failed, [['network', 0]]]);
  });

  it('tries again when a token, or the refusal of one, breaks off', async () => {
    const half = (status: number) => () => {
      const body = new ReadableStream({ pull: (controller) => controller.error(new TypeError('terminated')) });
      return new Response(body, { status, headers: { 'Content-Type': 'application/json' } });
    };
    const service = new ScriptedService({ tokens: [half(200), half(503)], streams: [END] });
    const { error, waits } = await follow(service);
    expect(error).toBeUndefined();
    expect(waits.map(([reason]) => reason)).toEqual(['cut', 'status']);
  });

  it('tries again while another server responds, once the service has delivered something', async () => {
    const page = stream(['<html>'], 'close', 'text/html');
    const service = new ScriptedService({
      streams: [stream([snapshot(1)]), page, refusal(404), stream([event(2)]), END],
    });
    const { error, waits } = await follow(service);
    expect(error).toBeUndefined();
    expect(waits.map(([reason]) => reason)).toEqual(['ended', 'protocol', 'protocol', 'ended']);
  });
});

describe('final refusals', () => {
  it.each([
    ['no credential', refusal(401, 'auth_required'), 'credential'],
    ['a wrong credential', refusal(403, 'invalid_token'), 'credential'],
    ['a missing right', refusal(403, 'forbidden'), 'credential'],
    ['a bad request', refusal(400, 'invalid_request'), 'request'],
    ['another server', refusal(404), 'not_the_service'],
    ['a redirect', refusal(302), 'not_the_service'],
    ['a page instead of a token', stream(['<html>'], 'close', 'text/html'), 'not_the_service'],
    ['JSON that is no token', () => Response.json({ hello: 1 }), 'not_the_service'],
  ])('when issuing: %s', async (_name, answer, kind) => {
    const service = new ScriptedService({ tokens: [answer], streams: [] });
    const { error, waits } = await follow(service);
    expect(error).toBeInstanceOf(RefusedError);
    expect(error).toMatchObject({ step: 'token', kind });
    expect([waits.length, service.opened.length]).toEqual([0, 0]);
  });

  it.each([
    ['a missing right', refusal(403, 'forbidden'), 'credential'],
    ['a bad filter', refusal(400, 'invalid_request'), 'request'],
    ['another server', refusal(404), 'not_the_service'],
    ['a page', stream(['<html>'], 'close', 'text/html'), 'not_the_service'],
  ])('when opening: %s', async (_name, answer, kind) => {
    const { error } = await follow(new ScriptedService({ streams: [answer] }));
    expect(error).toMatchObject({ step: 'stream', kind });
  });

  it('when the stream refuses several new tokens in a row', async () => {
    const service = new ScriptedService({ streams: Array.from({ length: 9 }, () => refusal(403, 'invalid_token')) });
    const { error } = await follow(service, { maxRefusedTokens: 3 });
    expect(error).toMatchObject({ step: 'stream', kind: 'credential', problem: { code: 'invalid_token' } });
    expect(service.opened).toHaveLength(3);
  });

  it('counts only refused tokens in a row', async () => {
    const no = refusal(403, 'invalid_token');
    const service = new ScriptedService({ streams: [no, no, stream([event(1)]), no, no, END] });
    expect((await follow(service, { maxRefusedTokens: 3 })).error).toBeUndefined();
  });

  it('have a message with what was refused and why', async () => {
    const { error } = await follow(new ScriptedService({ tokens: [refusal(403, 'forbidden')], streams: [] }));
    expect((error as Error).message).toBe('The service refused to issue a token (403: detail of forbidden).');
  });
});
