/**
 * The number in the keys of the event log. It is a name and does not change: instances of all versions share one log, whose
 * metadata names its format.
 */
export const LOG = 1;

/** The prefix of all keys, unless another application sets its own. */
export const KEY_PREFIX = 'vx11';

export type RedisKeys = ReturnType<typeof redisKeys>;

/**
 * Returns the names of all keys that the service uses. The prefix, 1 to 64 of `A-Z a-z 0-9 . _ -`, is their hash tag, so that
 * all are in one slot of a cluster, as scripts require.
 * @throws RangeError for another prefix
 */
export function redisKeys(prefix = KEY_PREFIX) {
  if (!/^[A-Za-z0-9._-]{1,64}$/.test(prefix)) {
    throw new RangeError('The prefix of the Redis keys must be 1 to 64 of A-Z a-z 0-9 . _ -');
  }
  const tag = `{${prefix}}`;
  return {
    token: (digest: string) => `${tag}:token:${digest}`,
    /** What became of a token, and whose it was. */
    tombstone: (digest: string) => `${tag}:token:ended:${digest}`,
    /** What became of it, as versions before 3.0.0 write it. */
    oldTombstone: (digest: string) => `${tag}:token:spent:${digest}`,
    liveTokens: `${tag}:tokens:live`,
    tokensOf: (principal: string) => `${tag}:tokens:of:${principal}`,
    /** The grant of a redeemed token, by the digest of cookie and token. */
    resume: (digest: string) => `${tag}:resume:${digest}`,
    liveResumes: `${tag}:resumes:live`,
    resumesOf: (principal: string) => `${tag}:resumes:of:${principal}`,
    /** The number of the newest revocation, and the floor, the generation that all principals have. */
    revocations: `${tag}:revocations`,
    generations: `${tag}:revocations:generations`,
    control: `${tag}:revocations:control`,
    /** The addresses that are known for wrong credentials, and the account of each. */
    wrongCredentials: `${tag}:wrong-credentials`,
    wrongCredentialsOf: (address: string) => `${tag}:wrong-credentials:of:${address}`,
    unknownTokens: `${tag}:unknown-tokens`,
    rate: (key: string) => `${tag}:rate:${key}`,
    probe: `${tag}:probe`,
    /** The prefix of all keys of the stream directory. */
    streams: `${tag}:streams:`,
    events: (log: number) => `${tag}:log:${log}:events`,
    eventsMeta: (log: number) => `${tag}:log:${log}:meta`,
    eventIds: (log: number) => `${tag}:log:${log}:ids`,
  } as const;
}

/** The keys of the operator backend. */
export const KEYS = redisKeys();
