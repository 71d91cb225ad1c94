import { type Problem } from '#client';
import { TOKEN_PATH } from '../../../endpoints/paths.js';
import { getJson, RESPONSE_MS } from '../../call.js';
import { type StreamView, watchStream } from '../../smoke/watch-stream.js';
import { check } from '../check.js';
import { type TokensScene } from './tokens-scene.js';

export const roundTrip = check({
  id: 'tokens-round-trip',
  looksAt:
    'whether a token that is issued at one instance opens one stream at the next, and then no other one anywhere',
  faults: {
    notIssued: {
      level: 'problem',
      says: 'No token is issued at {at}: {reason}.',
      advice: 'Where the reason is the credential, name another one; else docs/reference/errors.md says what to do.',
    },
    notRedeemed: {
      level: 'problem',
      says: 'A token of {from} opens no stream at {at}: {reason}.',
      advice: 'Give all instances the same REDIS_URL; docs/reference/errors.md says what the reason means.',
    },
    twice: {
      level: 'problem',
      says: 'A token of {from} that was redeemed at {first} opened another stream at {at}.',
      advice: 'Keep clients away from these instances: they do not share one Redis.',
    },
  },
  async run({ addresses, credential }: TokensScene, found) {
    for (const [index, from] of addresses.entries()) {
      const first = addresses[(index + 1) % addresses.length]!;
      const issued = await issue(from, credential);
      if ('reason' in issued) {
        found.fault('notIssued', { at: from, ...issued });
        continue;
      }
      const opened = refusal(await redeem(first, issued.token));
      if (opened !== undefined) {
        found.fault('notRedeemed', { from, at: first, reason: opened });
        continue;
      }
      const again: string[] = [];
      for (const at of addresses) if (refusal(await redeem(at, issued.token)) === undefined) again.push(at);
      for (const at of again) found.fault('twice', { from, first, at });
      if (again.length === 0) found.ok(`A token of ${from} opened one stream at ${first}, and no other one.`);
    }
  },
});

async function issue(baseUrl: string, credential: string): Promise<{ token: string } | { reason: string }> {
  const headers = { 'X-VX11-Token': credential };
  const { response, body } = await getJson(baseUrl, TOKEN_PATH, { method: 'POST', headers });
  const { sse_token: token, code } = body ?? {};
  if (typeof token === 'string') return { token };
  return { reason: inWords({ status: response.status, ...(typeof code === 'string' && { code }) }) };
}

function redeem(baseUrl: string, token: string): Promise<StreamView> {
  return watchStream({ baseUrl, token, enough: (types) => types.includes('snapshot'), timeoutMs: RESPONSE_MS });
}

/** Why a stream did not open; undefined if it did. */
function refusal({ problem, enough }: StreamView): string | undefined {
  if (problem !== undefined) return inWords(problem);
  return enough ? undefined : 'it ended without a snapshot, which asks the client to come back later';
}

function inWords({ status, code }: Pick<Problem, 'status' | 'code'>): string {
  return code === undefined ? String(status) : `${status} ${code}`;
}
