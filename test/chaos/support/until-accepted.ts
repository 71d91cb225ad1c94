import { setTimeout as delay } from 'node:timers/promises';
import { type Api } from '../../support/api.js';

/**
 * Publishes these events at the first of the instances that accepts them, and asks them in turn until one does. Returns the ids. The
 * events must have ids of their own, so that those whose response was lost are not published twice.
 */
export async function untilAccepted(apis: readonly Api[], events: Record<string, unknown>[]): Promise<string[]> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await apis[attempt % apis.length]!.publish(...events);
    } catch {
      await delay(50);
    }
  }
}
