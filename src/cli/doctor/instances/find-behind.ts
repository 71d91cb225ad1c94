import { askInstance, type SeenInstance } from './ask-instance.js';

/** So many requests in a row, for each instance that is known, bring no other one before the search ends. */
const IN_VAIN = 6;
const MOST = 200;

/** What was found behind an address, and with how many requests. */
export interface Behind {
  readonly instances: readonly SeenInstance[];
  readonly asked: number;
}

/** Asks at `address` again and again until it brings no further instance. @throws CliFailure or Error as `askInstance` does */
export async function findBehind(address: string, interrupted: AbortSignal): Promise<Behind> {
  const instances = new Map<string, SeenInstance>();
  let asked = 0;
  let inVain = 0;
  while (asked < MOST && (asked === 0 || inVain < IN_VAIN * instances.size) && !interrupted.aborted) {
    const seen = await askInstance(address);
    inVain = instances.has(seen.id) ? inVain + 1 : 0;
    instances.set(seen.id, seen);
    asked++;
  }
  return { instances: [...instances.values()], asked };
}
