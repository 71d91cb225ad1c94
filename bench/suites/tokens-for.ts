import { type Contender } from '../contenders/contender.js';
import { type RequesterHandlers } from '../generator/requester-process.js';
import { Worker } from '../generator/worker-channel.js';

/** Tokens that are issued to one address: as many as it may have streams. */
const PER_ADDRESS = 2_000;

/** Has `count` tokens issued to many addresses and returns them; undefined if the contender has no tokens. */
export async function tokensFor(contender: Contender, count: number, instance?: number): Promise<string[] | undefined> {
  const request = contender.tokens?.(instance);
  if (!request) return undefined;
  const requester = new Worker<RequesterHandlers>('./requester-process.ts');
  try {
    const tokens: string[] = [];
    for (let network = 0; tokens.length < count; network++) {
      const headers = { ...request.headers, 'X-Forwarded-For': `10.0.0.${network}` };
      const ask = { request: { ...request, headers }, count: Math.min(PER_ADDRESS, count - tokens.length) };
      tokens.push(...(await requester.call('issueTokens', ask)));
    }
    return tokens;
  } finally {
    await requester.stop();
  }
}
