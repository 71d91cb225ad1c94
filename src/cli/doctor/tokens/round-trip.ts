import { type Problem } from '#client';
import { TOKEN_PATH } from '../../../endpoints/paths.js';
import { getJson, RESPONSE_MS } from '../../call.js';
import { watchStream } from '../../smoke/watch-stream.js';
import { contact } from '../../contact.js';
import { check } from '../check.js';
import { messageOf } from '../message-of.js';
import { type TokensScene } from './tokens-scene.js';

export const roundTrip = check({
  id: 'tokens-round-trip',
  looksAt:
    'whether a token that is issued at one instance opens one stream at the next, and then no other one anywhere',
  faults: {
    'not-issued': {
      level: 'problem',
      says: 'No token is issued at {at}: {reason}.',
      advice: 'Where the reason is the credential, name another one; else docs/reference/errors.md says what to do.',
    },
    'not-redeemed': {
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
    let good = 0;
    for (const [index, from] of addresses.entries()) {
      const first = addresses[(index + 1) % addresses.length]!;
      const issued = await issue(from, credential);
      if ('reason' in issued) {
        found.fault('not-issued', { at: from, ...issued });
        continue;
      }
      const reason = await refusal(first, issued.token);
      if (reason !== undefined) {
        found.fault('not-redeemed', { from, at: first, reason });
        continue;
      }
      const again: string[] = [];
      for (const at of addresses) if ((await refusal(at, issued.token)) === undefined) again.push(at);
      for (const at of again) found.fault('twice', { from, first, at });
      if (again.length === 0) good++;
    }
    if (good === 0) return;
    const where = [...new Set(addresses)].join(', ');
    found.ok(`Tokens that opened one stream, and no other one: ${good} of ${addresses.length}, at ${where}.`);
  },
});

async function issue(baseUrl: string, credential: string): Promise<{ token: string } | { reason: string }> {
  try {
    await contact(baseUrl);
    const headers = { 'X-VX11-Token': credential };
    const { response, body } = await getJson(baseUrl, TOKEN_PATH, { method: 'POST', headers });
    const { sse_token: token, code } = body ?? {};
    if (typeof token === 'string') return { token };
    return { reason: inWords({ status: response.status, ...(typeof code === 'string' && { code }) }) };
  } catch (error) {
    return { reason: messageOf(error) };
  }
}

/** Why `token` opens no stream; undefined if it does. */
async function refusal(baseUrl: string, token: string): Promise<string | undefined> {
  try {
    const enough = (types: readonly string[]) => types.includes('snapshot');
    const view = await watchStream({ baseUrl, token, enough, timeoutMs: RESPONSE_MS });
    if (view.problem !== undefined) return inWords(view.problem);
    return view.enough ? undefined : 'it ended without a snapshot, which asks the client to come back later';
  } catch (error) {
    return messageOf(error);
  }
}

function inWords({ status, code }: Pick<Problem, 'status' | 'code'>): string {
  return code === undefined ? String(status) : `${status} ${code}`;
}
