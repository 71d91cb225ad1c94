import { type Contender } from '../contenders/contender.js';
import { type RequesterHandlers } from '../generator/requester-process.js';
import { Worker } from '../generator/worker-channel.js';

/** Buys `count` tokens at the contender; undefined where it has no such thing. */
export async function tokensFor(contender: Contender, count: number, instance?: number): Promise<string[] | undefined> {
  const request = contender.tokens?.(instance);
  if (!request) return undefined;
  const requester = new Worker<RequesterHandlers>('./requester-process.ts');
  try {
    return await requester.call('buyTokens', { request, count });
  } finally {
    await requester.stop();
  }
}
