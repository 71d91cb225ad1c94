import { type RedisSettings } from '../redis/redis-settings.js';
import { type PrincipalsFileSettings } from '../principal/file/principals-file.js';
import { type JwtSettings } from '../principal/jwt/jwt-principals.js';
import { type PrincipalSettings } from './principal-settings.js';

/** The configuration of one instance: validated, frozen, made once at start. */
export interface Settings {
  readonly production: boolean;
  readonly instanceId: string;
  /** What this was built from, for metrics. */
  readonly commit: string;
  readonly logLevel: string;
  readonly http: { readonly host: string; readonly port: number; readonly trustedProxies: readonly string[] };
  /** Those of the variables. */
  readonly principals: readonly PrincipalSettings[];
  /** Those of `VX11_PRINCIPALS_FILE`. */
  readonly principalsFile: PrincipalsFileSettings | undefined;
  /** The identity provider whose JWTs are credentials. */
  readonly jwt: JwtSettings | undefined;
  /** Whether credentials that can be guessed are refused. */
  readonly refuseWeakCredentials: boolean;
  /** Different wrong credentials of one address; 0 means no limit. */
  readonly wrongCredentials: { readonly different: number; readonly windowSeconds: number };
  /** Unknown tokens of one address; 0 means no limit. */
  readonly unknownTokens: { readonly unknown: number; readonly windowSeconds: number };
  readonly allowPrincipalInQuery: boolean;
  /** Absent: tokens and events are kept in the memory of this process. */
  readonly redis: RedisSettings | undefined;
  readonly token: {
    readonly ttlSeconds: number;
    readonly maxInMemory: number;
    /** What live tokens may take in the store, together and of one principal. */
    readonly bounds: { readonly bytes: number; readonly bytesPerPrincipal: number };
  };
  /** `burst` tokens at once, then `limit` in `windowSeconds`; a `limit` of 0 means no limit. */
  readonly rate: { readonly limit: number; readonly windowSeconds: number; readonly burst: number };
  /** Events of one principal; 0 means no limit. */
  readonly publishing: { readonly events: number; readonly windowSeconds: number };
  readonly stream: {
    readonly heartbeatSeconds: number;
    readonly maxSeconds: number;
    readonly bufferBytes: number;
    readonly max: number;
    /** How many of them one principal may have. */
    readonly perPrincipal: number;
    /** How many of them may be open from one address; 0 means no limit. */
    readonly perAddress: number;
    readonly recentBytes: number;
  };
  /** For everything that waits in memory until clients read it. */
  readonly bufferBytesMax: number;
  readonly log: { readonly maxEntries: number; readonly maxBytes: number };
  /** Where the audit trail goes: `off`, `stdout` or the path of a file. */
  readonly audit: string;
  readonly drainSeconds: number;
}

export const Settings = Symbol('Settings');
