import { once } from 'node:events';
import { type Cluster } from './cluster.js';
import { type ProcessEnd } from './managed-process.js';

interface Restartable {
  name: string;
  readonly exited: Promise<ProcessEnd>;
  restart(): Promise<void>;
}

/** Starts again what ends, as compose would, until `signal` aborts. Throws when something does not start again. */
export async function keepAlive({ instances, redis }: Cluster, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await Promise.race([once(signal, 'abort'), ...[...instances, redis].map((part) => restartAlways(part, signal))]);
}

async function restartAlways(part: Restartable, signal: AbortSignal): Promise<void> {
  for (;;) {
    const end = await part.exited;
    if (signal.aborted) return;
    process.stdout.write(`${part.name} ended (${end.signal ?? `code ${end.code}`}); starting it again\n`);
    await part.restart();
  }
}
