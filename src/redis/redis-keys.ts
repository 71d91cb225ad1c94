/**
 * The number in the log's keys. It is a name, and stays: instances of all versions share one log, and its meta data says in
 * which format it is written.
 */
export const LOG = 1;

/** Every key the service uses. One hash tag keeps them in one slot, as scripts need. */
export const KEYS = {
  token: (digest: string) => `{vx11}:token:${digest}`,
  tombstone: (digest: string) => `{vx11}:token:spent:${digest}`,
  liveTokens: '{vx11}:tokens:live',
  tokensOf: (principal: string) => `{vx11}:tokens:of:${principal}`,
  /** The number of the newest revocation, and the generation that everybody has. */
  revocations: '{vx11}:revocations',
  generations: '{vx11}:revocations:generations',
  control: '{vx11}:revocations:control',
  rate: (key: string) => `{vx11}:rate:${key}`,
  probe: '{vx11}:probe',
  /** What all keys of the stream directory begin with. */
  streams: '{vx11}:streams:',
  events: (log: number) => `{vx11}:log:${log}:events`,
  eventsMeta: (log: number) => `{vx11}:log:${log}:meta`,
  eventIds: (log: number) => `{vx11}:log:${log}:ids`,
} as const;
