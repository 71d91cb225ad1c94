/**
 * Every key the service uses. One hash tag keeps them in one slot, as scripts need. The number is the format of what is
 * stored under the log's keys: instances of another format use another log and never touch this one.
 */
export const LOG_FORMAT = 2;

export const KEYS = {
  token: (digest: string) => `{vx11}:token:${digest}`,
  tombstone: (digest: string) => `{vx11}:token:spent:${digest}`,
  liveTokens: '{vx11}:tokens:live',
  tokensOf: (principal: string) => `{vx11}:tokens:of:${principal}`,
  rate: (key: string) => `{vx11}:rate:${key}`,
  probe: '{vx11}:probe',
  events: (format: number) => `{vx11}:log:${format}:events`,
  eventsMeta: (format: number) => `{vx11}:log:${format}:meta`,
  eventIds: (format: number) => `{vx11}:log:${format}:ids`,
} as const;
