import { Instance } from '../../../cluster/instance.js';
import { type RedisServer } from '../../../cluster/redis-server.js';
import { createRunDirectory } from '../../../cluster/run-directory.js';
import { newCredential } from '../../support/used-credentials.js';

export const OPERATOR = newCredential();
export const READER = newCredential();

const ENV = {
  VX11_OPERATOR_TOKEN: OPERATOR,
  VX11_PRINCIPAL_TOKEN: READER,
  VX11_OPERATOR_SSE_HEARTBEAT: '1',
  VX11_LOG_MAX_ENTRIES: '200000',
  EPHEMERAL_TOKEN_TTL_SEC: '5',
  LOG_LEVEL: 'warn',
};

/** An instance with everything in memory. */
export function startInMemory(env: Record<string, string> = {}): Promise<Instance> {
  return Instance.start({ runDir: createRunDirectory('cli'), env: { ...ENV, VX11_STORE: 'memory', ...env } });
}

/** An instance that keeps tokens and events in `redis`. */
export function startOn(redis: RedisServer, name: string, env: Record<string, string> = {}): Promise<Instance> {
  const settings = { ...ENV, REDIS_URL: redis.url, VX11_INSTANCE_ID: name, ...env };
  return Instance.start({ runDir: createRunDirectory('cli'), env: settings });
}

/** The environment in which `vx11` finds the service. */
export function reaching({ baseUrl }: { baseUrl: string }, credential = OPERATOR): Record<string, string> {
  return { VX11_URL: baseUrl, VX11_CREDENTIAL: credential };
}

/** The summaries in lines of `tail --json`. */
export function summaries(lines: readonly string[], module: string): string[] {
  const events = lines.map((line) => JSON.parse(line) as { module: string; summary: string });
  return events.filter((event) => event.module === module).map(({ summary }) => summary);
}

export function numbered(from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, index) => `line ${from + index}`);
}
