/**
 * The number in the log's keys. It is a name, and stays: instances of all versions share one log, and its meta data says in
 * which format it is written.
 */
export const LOG = 1;

/** What all keys begin with, unless another application keeps its own. */
export const KEY_PREFIX = 'vx11';

export type RedisKeys = ReturnType<typeof redisKeys>;

/**
 * Every key the service uses. The prefix, 1 to 64 of `A-Z a-z 0-9 . _ -`, is their one hash tag: it keeps them in one slot, as
 * scripts need.
 * @throws RangeError for another prefix
 */
export function redisKeys(prefix = KEY_PREFIX) {
  if (!/^[A-Za-z0-9._-]{1,64}$/.test(prefix)) {
    throw new RangeError('The prefix of the Redis keys must be 1 to 64 of A-Z a-z 0-9 . _ -');
  }
  const tag = `{${prefix}}`;
  return {
    token: (digest: string) => `${tag}:token:${digest}`,
    tombstone: (digest: string) => `${tag}:token:spent:${digest}`,
    liveTokens: `${tag}:tokens:live`,
    tokensOf: (principal: string) => `${tag}:tokens:of:${principal}`,
    /** The number of the newest revocation, and the generation that everybody has. */
    revocations: `${tag}:revocations`,
    generations: `${tag}:revocations:generations`,
    control: `${tag}:revocations:control`,
    rate: (key: string) => `${tag}:rate:${key}`,
    probe: `${tag}:probe`,
    /** What all keys of the stream directory begin with. */
    streams: `${tag}:streams:`,
    events: (log: number) => `${tag}:log:${log}:events`,
    eventsMeta: (log: number) => `${tag}:log:${log}:meta`,
    eventIds: (log: number) => `${tag}:log:${log}:ids`,
  } as const;
}

/** The keys of the operator backend. */
export const KEYS = redisKeys();
