import { messageOf } from '../message-of.js';
import { redisKeys } from '../../../redis/redis-keys.js';
import { RedisInfo } from '../../../redis/redis-info.js';
import { type RedisSession } from '../../../redis/redis-session.js';
import { type RedisSettings } from '../../../redis/redis-settings.js';

/** One Redis, and what the settings want of it. */
export interface RedisScene {
  readonly settings: RedisSettings;
  /** `VX11_LOG_MAX_BYTES`. */
  readonly logMaxBytes: number;
  readonly attempt: Attempt;
}

/** A connection, or why there is none, without a full stop. */
export type Attempt = { readonly session: RedisSession } | { readonly reason: string };

/** Awaits `opening`. */
export function attempt(opening: Promise<RedisSession>): Promise<Attempt> {
  return opening.then(
    (session) => ({ session }),
    (error: unknown) => ({ reason: messageOf(error) }),
  );
}

/** The connection. The first check of the group ends it where there is none. */
export function sessionOf({ attempt }: Pick<RedisScene, 'attempt'>): RedisSession {
  if ('reason' in attempt) throw new Error(attempt.reason);
  return attempt.session;
}

export async function infoOf(scene: Pick<RedisScene, 'attempt'>): Promise<RedisInfo> {
  return new RedisInfo(String(await sessionOf(scene).call('INFO')));
}

/** A key of the service that nothing else uses. */
export const PROBE_KEY = `${redisKeys().probe}:doctor`;

/** Bytes as people write them. */
export function mebibytes(bytes: number): string {
  return `${Math.round(bytes / 1_048_576)} MiB`;
}
