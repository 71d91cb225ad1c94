import { once } from 'node:events';
import { type Cluster } from './cluster.js';
import { type ProcessEnd } from './managed-process.js';

interface Restartable {
  name: string;
  readonly exited: Promise<ProcessEnd>;
  restart(): Promise<void>;
}

/** Restarts Redis and the instances when they end, as Docker Compose does, until `signal` aborts. Throws if a restart fails. */
export async function keepAlive({ instances, redis }: Cluster, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await Promise.race([once(signal, 'abort'), ...[...instances, redis].map((server) => restartAlways(server, signal))]);
}

async function restartAlways(server: Restartable, signal: AbortSignal): Promise<void> {
  for (;;) {
    const end = await server.exited;
    if (signal.aborted) return;
    process.stdout.write(`${server.name} ended (${end.signal ?? `code ${end.code}`}); starting it again\n`);
    await server.restart();
  }
}
