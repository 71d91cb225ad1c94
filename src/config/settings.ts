import { type RedisSettings } from '../redis/redis-settings.js';
import { type PrincipalsFileSettings } from '../principal/file/principals-file.js';
import { type JwtSettings } from '../principal/jwt/jwt-principals.js';
import { type PrincipalSettings } from './principal-settings.js';

/** The configuration of one instance. It is validated and made once at start, and does not change. */
export interface Settings {
  readonly production: boolean;
  readonly instanceId: string;
  /** The commit that this build was made from, for metrics. */
  readonly commit: string;
  readonly logLevel: string;
  readonly http: { readonly host: string; readonly port: number; readonly trustedProxies: readonly string[] };
  /** Origins, as browsers write them, whose pages may call the API from elsewhere. */
  readonly allowedOrigins: readonly string[];
  /** The principals that variables configure. */
  readonly principals: readonly PrincipalSettings[];
  /** The principals of `VX11_PRINCIPALS_FILE`; absent without that variable. */
  readonly principalsFile: PrincipalsFileSettings | undefined;
  /** The identity provider whose JWTs are credentials; absent if none is configured. */
  readonly jwt: JwtSettings | undefined;
  /** Whether credentials that can be guessed are refused. */
  readonly refuseWeakCredentials: boolean;
  /** How many different wrong credentials one address may send in a window; 0 means no limit. */
  readonly wrongCredentials: { readonly different: number; readonly windowSeconds: number };
  /** How many unknown tokens one address may send in a window; 0 means no limit. */
  readonly unknownTokens: { readonly unknown: number; readonly windowSeconds: number };
  readonly allowPrincipalInQuery: boolean;
  /** Absent: tokens and events are kept in the memory of this process. */
  readonly redis: RedisSettings | undefined;
  readonly token: {
    readonly ttlSeconds: number;
    readonly maxInMemory: number;
    /** Bytes of unexpired tokens in the store: of all together, and of one principal. */
    readonly bounds: { readonly bytes: number; readonly bytesPerPrincipal: number };
  };
  /** How many tokens one principal may have issued: `burst` at once, then `limit` in `windowSeconds`; a `limit` of 0 means none. */
  readonly rate: { readonly limit: number; readonly windowSeconds: number; readonly burst: number };
  /** How many events one principal may publish in a window; 0 means no limit. */
  readonly publishing: { readonly events: number; readonly windowSeconds: number };
  readonly stream: {
    readonly heartbeatSeconds: number;
    readonly maxSeconds: number;
    readonly bufferBytes: number;
    readonly max: number;
    /** How many streams one principal may have open. */
    readonly perPrincipal: number;
    /** How many streams one address may have open; 0 means no limit. */
    readonly perAddress: number;
    readonly recentBytes: number;
  };
  /** How long a browser can resume its stream. */
  readonly resume: {
    /** Seconds after the longest life of a stream; 0 switches resuming off. */
    readonly seconds: number;
    /** Seconds after the token was issued. */
    readonly maxSeconds: number;
  };
  /** Bytes that may wait in memory for all clients together. */
  readonly bufferBytesMax: number;
  readonly log: { readonly maxEntries: number; readonly maxBytes: number };
  /** Where the audit trail is written: `off`, `stdout` or the path of a file. */
  readonly audit: string;
  readonly drainSeconds: number;
}

export const Settings = Symbol('Settings');
