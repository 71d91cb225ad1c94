import { setTimeout as sleep } from 'node:timers/promises';
import { type Load } from './load-step.js';

const QUIET_MS = 150;
const LONGEST_MS = 5_000;

/** Recovers from too much load: replaces the streams by `count` new ones and waits until no late event arrives any more. */
export async function recover({ contender, subscribers }: Load, count: number): Promise<void> {
  await subscribers.closeAll();
  await subscribers.openAll({ count, streams: [contender.stream()] });
  const deadline = Date.now() + LONGEST_MS;
  let before = -1;
  let now = (await subscribers.report()).events;
  while (now !== before && Date.now() < deadline) {
    await sleep(QUIET_MS);
    [before, now] = [now, (await subscribers.report()).events];
  }
}
