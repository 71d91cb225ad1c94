import { type Contender } from '../contenders/contender.js';
import { type RequesterHandlers } from '../generator/requester-process.js';
import { Worker } from '../generator/worker-channel.js';

/** Tokens that one address asks for: as many as it may have streams. */
const PER_ADDRESS = 2_000;

/** Asks for `count` tokens at the contender, from many addresses; undefined where it has no such thing. */
export async function tokensFor(contender: Contender, count: number, instance?: number): Promise<string[] | undefined> {
  const request = contender.tokens?.(instance);
  if (!request) return undefined;
  const requester = new Worker<RequesterHandlers>('./requester-process.ts');
  try {
    const tokens: string[] = [];
    for (let network = 0; tokens.length < count; network++) {
      const headers = { ...request.headers, 'X-Forwarded-For': `10.0.0.${network}` };
      const ask = { request: { ...request, headers }, count: Math.min(PER_ADDRESS, count - tokens.length) };
      tokens.push(...(await requester.call('askForTokens', ask)));
    }
    return tokens;
  } finally {
    await requester.stop();
  }
}
