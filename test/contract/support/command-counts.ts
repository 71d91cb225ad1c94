import { type RedisServer } from '../../../cluster/redis-server.js';

/** How often Redis ran each command since `CONFIG RESETSTAT`, those inside scripts included. */
export async function commandCounts(server: RedisServer): Promise<Map<string, number>> {
  const text = await server.cli('INFO', 'commandstats');
  const lines = text.matchAll(/^cmdstat_([^:]+):calls=(\d+)/gm);
  return new Map([...lines].map(([, name = '', calls]) => [name, Number(calls)]));
}
