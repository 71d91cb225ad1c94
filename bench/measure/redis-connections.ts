import { type RedisServer } from '../../cluster/redis-server.js';

const SERVICE_USER = 'vx11';

/** Returns the ids of the connections that the instances have to Redis. */
export async function connectionsOf(redis: RedisServer | undefined): Promise<string[]> {
  const text = (await redis?.cli('CLIENT', 'LIST')) ?? '';
  const ofService = text.split('\n').filter((line) => line.includes(` user=${SERVICE_USER} `));
  return ofService.map((line) => /^id=(\d+)/.exec(line)?.[1] ?? '');
}
