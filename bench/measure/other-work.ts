import { cpus } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

const WATCHED_MS = 2_000;

/** Returns the share of the machine's cores that is in use, 0 to 1, over two seconds. To be called while nothing is measured. */
export async function shareInUse(): Promise<number> {
  const before = times();
  await sleep(WATCHED_MS);
  const after = times();
  const total = after.total - before.total;
  return total > 0 ? 1 - (after.idle - before.idle) / total : 0;
}

function times(): { idle: number; total: number } {
  const all = cpus().map((core) => core.times);
  const idle = all.reduce((sum, time) => sum + time.idle, 0);
  return { idle, total: all.reduce((sum, { user, nice, sys, irq }) => sum + user + nice + sys + irq, idle) };
}
