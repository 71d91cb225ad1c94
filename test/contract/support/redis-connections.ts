import { Logger } from '@nestjs/common';
import { eventually } from '../../../cluster/eventually.js';
import { loadSettings } from '../../../src/config/load-settings.js';
import { RedisService } from '../../../src/redis/redis.service.js';

// The log lines of the connections are not part of the output of a test.
Logger.overrideLogger(false);

/** Connects as an instance with this environment does. Resolves when its connections are ready. */
export async function connect(env: Record<string, string>): Promise<RedisService> {
  const { redis } = loadSettings(env).settings;
  if (!redis) throw new Error('this environment names no Redis');
  const service = RedisService.to(redis, { instanceId: 'contract' });
  await ready(service);
  return service;
}

/** Waits until Redis has replied on one connection and the others are connected. */
export async function ready({ monitor, reads, tail }: RedisService): Promise<void> {
  await eventually(() => (monitor.available && reads.ready && tail.ready) || undefined, { what: 'Redis to be there' });
}

/** Closes the connections of `connect`. First waits for connections that are being made: ioredis does not end if it is stopped then. */
export async function close(service: RedisService): Promise<void> {
  const settled = () => !/connect/.test(service.tail.client.status) || undefined;
  await eventually(settled, { what: 'the tail connection to settle', timeoutMs: 1_000 }).catch(() => undefined);
  service.onApplicationShutdown();
}

/** Waits until the service has noticed that Redis is gone. */
export async function lost({ commands }: RedisService): Promise<void> {
  await eventually(() => !commands.ready || undefined, { what: 'the lost connection to be noticed' });
}

/** How long a promise took to reject, in ms, and its error. Fails if the promise resolves. */
export async function rejection(promise: Promise<unknown>): Promise<{ error: unknown; afterMs: number }> {
  const startedAt = performance.now();
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason ?? 'nothing',
  );
  if (error === undefined) throw new Error('it was expected to reject');
  return { error, afterMs: performance.now() - startedAt };
}

/** The environment for a server that is reached through a proxy. */
export function behind(proxy: { readonly port: number }, server: { readonly url: string }): { REDIS_URL: string } {
  const url = new URL(server.url);
  url.port = String(proxy.port);
  return { REDIS_URL: url.href };
}
