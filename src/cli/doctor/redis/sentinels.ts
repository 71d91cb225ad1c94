import { RedisSession } from '../../../redis/redis-session.js';
import { type RedisSettings } from '../../../redis/redis-settings.js';
import { check } from '../check.js';
import { messageOf } from '../message-of.js';
import { attempt, type RedisScene } from './redis-scene.js';

const PAGE = 'docs/production/high-availability.md';

export const sentinels = check({
  id: 'redis-sentinels',
  looksAt:
    'each sentinel of `REDIS_SENTINELS`: whether it responds, whom it calls the primary, whether they can fail over',
  faults: {
    away: {
      level: 'warning',
      says: 'The sentinel {sentinel} does not respond: {reason}.',
      advice: 'Start it, or correct REDIS_SENTINELS and REDIS_SENTINEL_PASSWORD.',
    },
    stranger: {
      level: 'problem',
      says: 'The sentinel {sentinel} watches no primary called {name}.',
      advice: `Correct REDIS_SENTINEL_NAME, or the line "sentinel monitor" of the sentinel: ${PAGE}.`,
    },
    disagree: {
      level: 'problem',
      says: 'The sentinels name different primaries: {primaries}.',
      advice: 'Wait until a failover is over. If it lasts, see whether the sentinels reach each other.',
    },
    quorum: {
      level: 'problem',
      says: 'The sentinel {sentinel} could not fail over: {reason}.',
      advice: `Run three sentinels that reach each other: ${PAGE}.`,
    },
  },
  async run({ settings }: RedisScene, found) {
    const { sentinelName: name = '' } = settings;
    const primaries = new Set<string>();
    for (const address of settings.sentinels) {
      const sentinel = `${address.host}:${address.port}`;
      const seen = await ask(address, settings, name);
      if ('reason' in seen) found.fault('away', { sentinel, ...seen });
      else if (seen.primary === undefined) found.fault('stranger', { sentinel, name });
      else {
        primaries.add(seen.primary);
        if (seen.quorum === undefined) found.ok(`${sentinel} names ${seen.primary}, and could fail over.`);
        else found.fault('quorum', { sentinel, reason: seen.quorum });
      }
    }
    if (primaries.size > 1) found.fault('disagree', { primaries: [...primaries].join(', ') });
  },
});

interface Seen {
  readonly primary: string | undefined;
  /** Why it could not fail over; undefined if it could. */
  readonly quorum: string | undefined;
}

async function ask(
  address: RedisSettings['sentinels'][number],
  settings: RedisSettings,
  name: string,
): Promise<Seen | { readonly reason: string }> {
  const reached = await attempt(RedisSession.openSentinel(address, settings));
  if ('reason' in reached) return reached;
  const { session } = reached;
  try {
    const named = (await session.call('SENTINEL', 'GET-MASTER-ADDR-BY-NAME', name)) as [string, string] | null;
    const failOver = session.call('SENTINEL', 'CKQUORUM', name).then(() => undefined, messageOf);
    return { primary: named?.join(':'), quorum: await failOver };
  } catch (error) {
    return { reason: messageOf(error) };
  } finally {
    session.close();
  }
}
