import { type UrlFile } from './url-file.js';

/** The address and the credentials of Redis. It contains passwords and must not be logged. */
export interface RedisSettings {
  /** `redis://` or `rediss://`, with user and password. */
  readonly url: string;
  /** The file from which `url` was read; absent where there is none. */
  readonly urlFile?: UrlFile | undefined;
  /** Empty without Sentinel. */
  readonly sentinels: readonly { readonly host: string; readonly port: number }[];
  readonly sentinelName: string | undefined;
  readonly sentinelPassword: string | undefined;
}
