/** The address and the credentials of Redis. It contains passwords and must not be logged. */
export interface RedisSettings {
  /** `redis://` or `rediss://`, with user and password. */
  readonly url: string;
  /** Empty without Sentinel. */
  readonly sentinels: readonly { readonly host: string; readonly port: number }[];
  readonly sentinelName: string | undefined;
  readonly sentinelPassword: string | undefined;
}
