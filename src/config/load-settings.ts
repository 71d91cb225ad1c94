import { randomBytes } from 'node:crypto';
import { accessSync, constants, existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { originFaults, unprotectedOrigins } from './allowed-origins.js';
import { ConfigurationError, type ConfigurationFault } from './configuration-error.js';
import { type Environment } from './environment.js';
import { jwtSettings } from './jwt-settings.js';
import { parseEnvironment } from './parse-environment.js';
import {
  hasCredentials,
  type PrincipalSettings,
  principalSettings,
  sharedCredentials,
  weakCredentials,
} from './principal-settings.js';
import { principalsFileSettings } from './principals-file-settings.js';
import { type ResolvedEnvironment, fileVariable, resolveSecretFiles } from './secret-files.js';
import { quarterOfMemory } from './memory-limit.js';
import { type RedisSettings } from '../redis/redis-settings.js';
import { type UrlFile } from '../redis/url-file.js';
import { type Settings } from './settings.js';
import { unknownVariables } from './unknown-variables.js';

/** The window in which wrong credentials, unknown tokens and published events are counted, s. */
const WINDOW_SECONDS = 60;

/**
 * Makes the settings of an instance of its environment.
 * @throws ConfigurationError with every fault
 */
export function loadSettings(env: NodeJS.ProcessEnv): { settings: Settings; warnings: string[] } {
  const resolved = resolveSecretFiles(env);
  const { environment, faults } = parseEnvironment(resolved.env);
  const principals = principalSettings(environment, resolved.files);
  const file = principalsFileSettings(environment.VX11_PRINCIPALS_FILE, principals, refusesWeak(environment));
  const { jwt, faults: jwtFaults } = jwtSettings(environment);
  const malformed = new Set([...faults, ...resolved.faults].map(({ variable }) => variable));
  const contradicting = contradictions(environment).filter(({ variable }) => !malformed.has(variable));
  const found = [...faults, ...contradicting, ...jwtFaults.filter(({ variable }) => !malformed.has(variable))].map(
    (fault) => fromFile(fault, resolved),
  );
  found.push(...resolved.faults, ...file.faults);
  if (found.length > 0) throw new ConfigurationError(found);
  const identities = { principals, principalsFile: file.file, jwt };
  return {
    settings: deepFreeze(toSettings(environment, identities, resolved.files.get('REDIS_URL'))),
    warnings: warnings(environment, env),
  };
}

function refusesWeak(e: Environment): boolean {
  return e.NODE_ENV === 'production' && !e.VX11_ALLOW_WEAK_CREDENTIALS;
}

/** Renames the variable of a fault to `…_FILE`, if its value was read from a file. */
function fromFile(fault: ConfigurationFault, { files }: ResolvedEnvironment): ConfigurationFault {
  return files.has(fault.variable) ? { ...fault, variable: fileVariable(fault.variable) } : fault;
}

/** Whether no principal is configured. A principals file counts even if it is empty, since it may be filled later. */
function hasNoPrincipal(e: Environment): boolean {
  return !hasCredentials(e) && e.VX11_PRINCIPALS_FILE === undefined && e.VX11_JWT_ISSUER === undefined;
}

const WEAK =
  'holds a credential that can be guessed (fewer than 128 bits, words, or an example); make one with npx vx11 mint-credential, or accept the risk with VX11_ALLOW_WEAK_CREDENTIALS=true';

function contradictions(e: Environment): ConfigurationFault[] {
  const faults: ConfigurationFault[] = [];
  const production = e.NODE_ENV === 'production';
  const redis = e.REDIS_URL !== undefined || e.REDIS_SENTINELS.length > 0;
  const require = (broken: boolean, variable: string, wants: string) => broken && faults.push({ variable, wants });

  require(e.VX11_STORE === 'memory' &&
    redis, 'VX11_STORE', 'is memory although REDIS_URL or REDIS_SENTINELS is set; unset one of the two');
  require(e.VX11_STORE === 'redis' && !redis, 'REDIS_URL', 'is needed because VX11_STORE is redis');
  require(production &&
    !redis &&
    !e.VX11_STORE, 'VX11_STORE', 'production keeps tokens and events in Redis (set REDIS_URL), or in memory only when VX11_STORE=memory says so');
  require(production &&
    hasNoPrincipal(
      e,
    ), 'VX11_OPERATOR_TOKEN', 'production needs at least one principal credential (VX11_OPERATOR_TOKEN, VX11_GATEWAY_TOKEN, VX11_TENTACULO_LINK_TOKEN or VX11_PRINCIPAL_TOKEN) or VX11_PRINCIPALS_FILE or VX11_JWT_ISSUER');
  for (const variable of refusesWeak(e) ? weakCredentials(e) : []) require(true, variable, WEAK);
  require(e.REDIS_SENTINELS.length > 0 &&
    !e.REDIS_SENTINEL_NAME, 'REDIS_SENTINEL_NAME', 'is needed because REDIS_SENTINELS is set');
  require(e.REDIS_SENTINELS.length === 0 &&
    !!e.REDIS_SENTINEL_NAME, 'REDIS_SENTINELS', 'is needed because REDIS_SENTINEL_NAME is set');
  require(!isWritable(e.VX11_AUDIT), 'VX11_AUDIT', `is ${JSON.stringify(e.VX11_AUDIT)}, which cannot be written`);
  faults.push(...originFaults(e.VX11_ALLOWED_ORIGINS));
  for (const [one, other] of sharedCredentials(e))
    require(true, other, `shares a credential with ${one}; each principal needs its own`);
  return faults;
}

/** Whether the audit file can be appended to or created; true for `off` and `stdout`. */
function isWritable(path: string): boolean {
  if (!path.startsWith('/')) return true;
  try {
    accessSync(existsSync(path) ? path : dirname(path), constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function warnings(environment: Environment, env: NodeJS.ProcessEnv): string[] {
  const weak = weakCredentials(environment).map((variable) => `${variable} holds a credential that can be guessed.`);
  const inQuery = 'VX11_ALLOW_PRINCIPAL_IN_QUERY lets credentials into URLs; move those clients to tokens.';
  const oneAddress =
    'VX11_TRUSTED_PROXIES is not set, so all callers may seem to have the address of a proxy: limits by address are off.';
  return [
    ...weak,
    ...(knowsAddresses(environment) ? [] : [oneAddress]),
    ...(environment.NODE_ENV === 'production' ? unprotectedOrigins(environment.VX11_ALLOWED_ORIGINS) : []),
    ...(environment.VX11_ALLOW_PRINCIPAL_IN_QUERY ? [inQuery] : []),
    ...unknownVariables(env),
  ];
}

/** Whether the address of a caller is known. In production there is a proxy, so it is known only if the proxy is trusted. */
function knowsAddresses(e: Environment): boolean {
  return e.NODE_ENV !== 'production' || e.VX11_TRUSTED_PROXIES.length > 0;
}

function toSettings(
  e: Environment,
  identities: Pick<Settings, 'principals' | 'principalsFile' | 'jwt'>,
  redisUrlFile: UrlFile | undefined,
): Settings {
  return {
    production: e.NODE_ENV === 'production',
    instanceId: e.VX11_INSTANCE_ID ?? `instance-${randomBytes(4).toString('hex')}`,
    commit: e.VX11_COMMIT,
    logLevel: e.LOG_LEVEL,
    http: { host: e.HOST, port: e.PORT, trustedProxies: e.VX11_TRUSTED_PROXIES },
    allowedOrigins: e.VX11_ALLOWED_ORIGINS,
    ...identities,
    refuseWeakCredentials: refusesWeak(e),
    wrongCredentials: {
      different: knowsAddresses(e) ? e.VX11_WRONG_CREDENTIALS_LIMIT : 0,
      windowSeconds: WINDOW_SECONDS,
    },
    unknownTokens: {
      unknown: knowsAddresses(e) ? e.VX11_UNKNOWN_TOKENS_LIMIT : 0,
      windowSeconds: WINDOW_SECONDS,
    },
    allowPrincipalInQuery: e.VX11_ALLOW_PRINCIPAL_IN_QUERY,
    redis: redisSettings(e, redisUrlFile),
    token: {
      ttlSeconds: e.EPHEMERAL_TOKEN_TTL_SEC,
      maxInMemory: e.VX11_MEMORY_TOKENS_MAX,
      bounds: { bytes: e.VX11_TOKENS_MAX_BYTES, bytesPerPrincipal: e.VX11_TOKENS_MAX_BYTES_PER_PRINCIPAL },
    },
    rate: {
      limit: e.VX11_OPERATOR_RATE_LIMIT,
      windowSeconds: e.VX11_OPERATOR_RATE_WINDOW_SEC,
      burst: e.VX11_OPERATOR_RATE_BURST,
    },
    publishing: { events: e.VX11_PUBLISH_LIMIT, windowSeconds: WINDOW_SECONDS },
    stream: {
      heartbeatSeconds: e.VX11_OPERATOR_SSE_HEARTBEAT,
      maxSeconds: e.VX11_STREAM_MAX_SECONDS,
      bufferBytes: e.VX11_STREAM_BUFFER_BYTES,
      max: e.VX11_STREAMS_MAX,
      perPrincipal: streamsPerPrincipal(e, identities.principals),
      perAddress: knowsAddresses(e) ? e.VX11_STREAMS_PER_ADDRESS : 0,
      recentBytes: e.VX11_RECENT_EVENTS_BYTES,
    },
    resume: { seconds: e.VX11_RESUME_SECONDS, maxSeconds: e.VX11_RESUME_MAX_SECONDS },
    bufferBytesMax: e.VX11_BUFFER_BYTES_MAX ?? quarterOfMemory(),
    log: { maxEntries: e.VX11_LOG_MAX_ENTRIES, maxBytes: e.VX11_LOG_MAX_BYTES },
    audit: e.VX11_AUDIT,
    drainSeconds: e.VX11_DRAIN_SECONDS,
  };
}

/** Returns how many streams one principal may have at this instance: all, if it is the only one. */
function streamsPerPrincipal(e: Environment, principals: readonly PrincipalSettings[]): number {
  const several = principals.length > 1 || e.VX11_PRINCIPALS_FILE !== undefined || e.VX11_JWT_ISSUER !== undefined;
  const percent = several ? e.VX11_STREAMS_SHARE_PERCENT : 100;
  return Math.ceil((e.VX11_STREAMS_MAX * percent) / 100);
}

/** Where Redis is, if it is named. */
export function redisSettings(e: Environment, urlFile?: UrlFile): RedisSettings | undefined {
  if (e.REDIS_URL === undefined && e.REDIS_SENTINELS.length === 0) return undefined;
  return {
    url: e.REDIS_URL ?? 'redis://localhost',
    urlFile,
    sentinels: e.REDIS_SENTINELS.map((address) => {
      const [host = '', port = ''] = address.split(':');
      return { host, port: Number(port) };
    }),
    sentinelName: e.REDIS_SENTINEL_NAME,
    sentinelPassword: e.REDIS_SENTINEL_PASSWORD,
  };
}

function deepFreeze<T extends object>(value: T): T {
  for (const part of Object.values(value)) {
    if (typeof part === 'object' && part !== null && !Object.isFrozen(part)) deepFreeze(part as object);
  }
  return Object.freeze(value);
}
