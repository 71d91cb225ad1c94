import { redisSettings } from '../../../config/load-settings.js';
import { RedisSession } from '../../../redis/redis-session.js';
import { type RedisSettings } from '../../../redis/redis-settings.js';
import { type Group } from '../group.js';
import { settingsScene } from '../settings/settings-scene.js';
import { type Target } from '../target.js';
import { clock } from './clock.js';
import { evictions } from './evictions.js';
import { latency } from './latency.js';
import { memory } from './memory.js';
import { persistence } from './persistence.js';
import { reachable } from './reachable.js';
import { attempt, type RedisScene } from './redis-scene.js';
import { replicas } from './replicas.js';
import { rights } from './rights.js';
import { role } from './role.js';
import { sentinels } from './sentinels.js';
import { tls } from './tls.js';
import { version } from './version.js';
import { writes } from './writes.js';

export const REDIS: Group<RedisScene> = {
  name: 'redis',
  // Sentinel first: it may be why no primary is reached.
  checks: [
    sentinels,
    reachable,
    tls,
    version,
    role,
    evictions,
    memory,
    persistence,
    writes,
    rights,
    clock,
    latency,
    replicas,
  ],
  async open(target) {
    const { environment, faults } = settingsScene(target.env);
    const malformed = faults.find(({ variable }) => variable.startsWith('REDIS_'));
    if (malformed && target.redis === undefined) return { skipped: `${malformed.variable} cannot be used.` };
    const settings = elsewhere(target, redisSettings(environment));
    if (settings === undefined) return { skipped: 'No Redis is named: set REDIS_URL, or use --redis.' };
    const reached = await attempt(RedisSession.open(settings));
    return {
      scene: { settings, logMaxBytes: environment.VX11_LOG_MAX_BYTES, attempt: reached },
      close: () => 'session' in reached && reached.session.close(),
    };
  },
};

/** The Redis of `--redis`, with the user and the password of the settings. */
function elsewhere({ redis }: Target, settings: RedisSettings | undefined): RedisSettings | undefined {
  if (redis === undefined) return settings;
  const url = new URL(redis);
  const { username, password } = new URL(settings?.url ?? redis);
  Object.assign(url, { username, password });
  return { url: url.href, sentinels: [], sentinelName: undefined, sentinelPassword: undefined };
}
