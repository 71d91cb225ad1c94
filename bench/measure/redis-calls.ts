import { type RedisServer } from '../../cluster/redis-server.js';

/** How often each command was called: `{ xread: 12 }`. */
export type RedisCalls = Record<string, number>;

/** Returns the calls so far; with `before`, those since then. Subcommands count as their command. */
export async function callsOf(redis: RedisServer | undefined, before: RedisCalls = {}): Promise<RedisCalls> {
  const text = (await redis?.cli('INFO', 'commandstats')) ?? '';
  const calls: RedisCalls = {};
  for (const [, name = '', count] of text.matchAll(/^cmdstat_(\w+)[^:]*:calls=(\d+)/gm)) {
    calls[name] = (calls[name] ?? 0) + Number(count);
  }
  return Object.fromEntries(
    Object.entries(calls)
      .map(([name, count]) => [name, count - (before[name] ?? 0)] as const)
      .filter(([, count]) => count > 0),
  );
}
