import { readMapping } from '../principal/jwt/claim-map.js';
import { ALGORITHMS } from '../principal/jwt/jwt-verifier.js';
import { isAddress, isHostAndPort, isHttpsUrl, isRedisUrl } from './addresses.js';
import { CREDENTIALS, credentialsFile, FILE, HOST_AND_PORT, URI } from './setting-forms.js';
import { BooleanSetting, ChoiceSetting, IntegerSetting, ListSetting, TextSetting } from './setting.decorators.js';

/**
 * The settings catalogue: every environment variable that the service reads, with its default as the initial value. No other
 * file of the service reads the environment.
 */
export class Environment {
  @ChoiceSetting(
    ['development', 'test', 'production'],
    'In production, principals and the store must be set explicitly.',
  )
  NODE_ENV = 'development';

  @TextSetting('Address to listen on.', { pattern: /^[A-Za-z0-9.:_-]+$/, wants: 'a host name or IP address' })
  HOST = '127.0.0.1';

  @IntegerSetting(0, 65_535, 'TCP port to listen on; 0 picks a free one.')
  PORT = 8000;

  @ListSetting('Addresses or networks of proxies whose `X-Forwarded-For` is trusted.', {
    pattern: /^\S+$/,
    isValid: isAddress,
    wants: 'IP addresses, networks in CIDR form, or loopback, linklocal, uniquelocal; separated by commas',
  })
  VX11_TRUSTED_PROXIES: string[] = [];

  @ListSetting('Origins whose pages may call the API and open streams from elsewhere.', {
    pattern: /^\S+$/,
    wants: 'origins as https://app.example.com, with the port where it is not the default one; separated by commas',
  })
  VX11_ALLOWED_ORIGINS: string[] = [];

  @TextSetting('Name of this instance in logs, events and Redis; random if absent.', {
    pattern: /^[A-Za-z0-9._-]{1,64}$/,
    wants: '1 to 64 of A-Z a-z 0-9 . _ -',
  })
  VX11_INSTANCE_ID?: string;

  @TextSetting('Commit that this build was made from, for `vx11_build_info`; the image sets it.', {
    pattern: /^[A-Za-z0-9._-]{1,64}$/,
    wants: '1 to 64 of A-Z a-z 0-9 . _ -',
  })
  VX11_COMMIT = 'unknown';

  @ChoiceSetting(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], 'Lowest level that is logged.')
  LOG_LEVEL = 'info';

  @ListSetting('Credentials of the principal `operator`: read, publish, admin.', CREDENTIALS)
  VX11_OPERATOR_TOKEN: string[] = [];

  @ListSetting('Credentials of the principal `gateway`: read, publish.', CREDENTIALS)
  VX11_GATEWAY_TOKEN: string[] = [];

  @ListSetting('Credentials of the principal `tentaculo-link`: read, publish.', CREDENTIALS)
  VX11_TENTACULO_LINK_TOKEN: string[] = [];

  @ListSetting('Credentials of the principal `principal`: read.', CREDENTIALS)
  VX11_PRINCIPAL_TOKEN: string[] = [];

  @TextSetting(credentialsFile('operator', 'VX11_OPERATOR_TOKEN'), FILE)
  VX11_OPERATOR_TOKEN_FILE?: string;

  @TextSetting(credentialsFile('gateway', 'VX11_GATEWAY_TOKEN'), FILE)
  VX11_GATEWAY_TOKEN_FILE?: string;

  @TextSetting(credentialsFile('tentaculo-link', 'VX11_TENTACULO_LINK_TOKEN'), FILE)
  VX11_TENTACULO_LINK_TOKEN_FILE?: string;

  @TextSetting(credentialsFile('principal', 'VX11_PRINCIPAL_TOKEN'), FILE)
  VX11_PRINCIPAL_TOKEN_FILE?: string;

  @TextSetting('YAML file with further principals; read again when it changes.', FILE)
  VX11_PRINCIPALS_FILE?: string;

  @TextSetting('Issuer whose JWTs are credentials, as in their claim `iss`.', URI)
  VX11_JWT_ISSUER?: string;

  @TextSetting('Audience that those JWTs must have, in their claim `aud`.', URI)
  VX11_JWT_AUDIENCE?: string;

  @TextSetting('Address where the issuer publishes its keys.', {
    pattern: /^https:\/\/\S+$/,
    isValid: isHttpsUrl,
    wants: 'an https:// address without user and password',
  })
  VX11_JWKS_URL?: string;

  @TextSetting('File with the keys of the issuer, in place of `VX11_JWKS_URL`; read again when it changes.', FILE)
  VX11_JWKS_FILE?: string;

  @IntegerSetting(60, 86_400, 'Seconds for which the keys remain valid while the issuer does not respond.')
  VX11_JWKS_MAX_AGE_SEC = 3_600;

  @ListSetting('Algorithms that JWTs may be signed with.', {
    pattern: /^\w+$/,
    isValid: (one) => (ALGORITHMS as readonly string[]).includes(one),
    wants: `some of ${ALGORITHMS.join(', ')}; separated by commas`,
  })
  VX11_JWT_ALGORITHMS: string[] = ['RS256', 'ES256'];

  @ListSetting('Claims of a JWT that hold name, rights and scope.', {
    pattern: /^[^=]+=[^=]+$/,
    isValid: (one) => readMapping(one) !== undefined,
    wants: 'mappings as rights=scope, right.read=vx11:read or read.modules=modules; separated by commas',
  })
  VX11_JWT_CLAIMS: string[] = [];

  @BooleanSetting('Accept credentials that can be guessed, in production too.')
  VX11_ALLOW_WEAK_CREDENTIALS = false;

  @BooleanSetting('Accept a principal credential in `?token=`, for old clients. Each use is counted and warned about.')
  VX11_ALLOW_PRINCIPAL_IN_QUERY = false;

  @ChoiceSetting(['memory', 'redis'], 'Where tokens and events are kept; absent: `redis` if `REDIS_URL` is set.')
  VX11_STORE?: string;

  @TextSetting('Redis server that all instances share; with Sentinel, only its user, password and scheme are used.', {
    pattern: /^rediss?:\/\/\S+$/,
    isValid: isRedisUrl,
    wants: 'redis://[user:password@]host[:port] or rediss://…',
    secret: true,
  })
  REDIS_URL?: string;

  @TextSetting(
    'File with the value of `REDIS_URL`; when it changes, its user and password count for new connections.',
    FILE,
  )
  REDIS_URL_FILE?: string;

  @ListSetting('Sentinels that tell which Redis server is the primary.', {
    pattern: HOST_AND_PORT,
    isValid: isHostAndPort,
    wants: 'host:port, separated by commas',
  })
  REDIS_SENTINELS: string[] = [];

  @TextSetting('Name of the primary in the configuration of the sentinels.', {
    pattern: /^\S+$/,
    wants: 'a name without spaces',
  })
  REDIS_SENTINEL_NAME?: string;

  @TextSetting('Password of the sentinels, if they have one.', {
    pattern: /^.+$/,
    wants: 'a password',
    secret: true,
  })
  REDIS_SENTINEL_PASSWORD?: string;

  @TextSetting('File with the value of `REDIS_SENTINEL_PASSWORD`; read at start.', FILE)
  REDIS_SENTINEL_PASSWORD_FILE?: string;

  @IntegerSetting(1, 300, 'Seconds within which a token must be redeemed.')
  EPHEMERAL_TOKEN_TTL_SEC = 60;

  @IntegerSetting(1, 10_000_000, 'Unexpired tokens in the memory store; beyond, the error is `store_full`.')
  VX11_MEMORY_TOKENS_MAX = 100_000;

  @IntegerSetting(
    65_536,
    1_099_511_627_776,
    'Bytes of all unexpired tokens; beyond, the error is `store_full`. Resume entries may take as many again.',
  )
  VX11_TOKENS_MAX_BYTES = 67_108_864;

  @IntegerSetting(16_384, 1_099_511_627_776, 'Bytes of the unexpired tokens of one principal; beyond, it gets 429.')
  VX11_TOKENS_MAX_BYTES_PER_PRINCIPAL = 16_777_216;

  @IntegerSetting(1, 1_000_000, 'Tokens that one principal at one address may have without opening streams.')
  VX11_OPERATOR_RATE_BURST = 4_000;

  @IntegerSetting(0, 1_000_000, 'Tokens by which that number recovers in each window; 0: no limit.')
  VX11_OPERATOR_RATE_LIMIT = 60;

  @IntegerSetting(1, 86_400, 'Length of that window, seconds.')
  VX11_OPERATOR_RATE_WINDOW_SEC = 60;

  @IntegerSetting(0, 10_000_000, 'Events one principal may publish in 60 s, at all instances together; 0: no limit.')
  VX11_PUBLISH_LIMIT = 0;

  @IntegerSetting(0, 100, 'Different wrong credentials of one address in 60 s; beyond, they get 429; 0: no limit.')
  VX11_WRONG_CREDENTIALS_LIMIT = 20;

  @IntegerSetting(
    0,
    1_000_000,
    'Unknown tokens of one address in 60 s; beyond, ten a second reach the store; 0: no limit.',
  )
  VX11_UNKNOWN_TOKENS_LIMIT = 600;

  @IntegerSetting(0, 1_000_000, 'Open streams of one address; beyond, clients are asked to retry; 0: no limit.')
  VX11_STREAMS_PER_ADDRESS = 2_000;

  @IntegerSetting(1, 3_600, 'Seconds without an event after which a stream gets a heartbeat.')
  VX11_OPERATOR_SSE_HEARTBEAT = 8;

  @IntegerSetting(1, 604_800, 'Longest life of a stream, seconds; each stream ends after a random 80 to 100 % of it.')
  VX11_STREAM_MAX_SECONDS = 3_600;

  @IntegerSetting(
    0,
    86_400,
    'Seconds, beyond the longest life of a stream, for which a browser can resume it with its cookie; 0: no cookie and no resuming.',
  )
  VX11_RESUME_SECONDS = 300;

  @IntegerSetting(1, 604_800, 'Seconds after a token was issued in which its stream can be resumed.')
  VX11_RESUME_MAX_SECONDS = 86_400;

  @IntegerSetting(65_536, 1_073_741_824, 'Bytes that may wait in memory for one stream; beyond, it is ended.')
  VX11_STREAM_BUFFER_BYTES = 1_048_576;

  @IntegerSetting(
    1_048_576,
    1_099_511_627_776,
    'Bytes that may wait in memory for all clients together; a quarter of the memory limit if absent.',
  )
  VX11_BUFFER_BYTES_MAX?: number;

  @IntegerSetting(1, 1_000_000, 'Streams that one instance may have open; beyond, it responds with `overloaded`.')
  VX11_STREAMS_MAX = 20_000;

  @IntegerSetting(1, 100, 'Percent of `VX11_STREAMS_MAX` that one principal may have if there are several; rounded up.')
  VX11_STREAMS_SHARE_PERCENT = 80;

  @IntegerSetting(1_048_576, 4_294_967_296, 'Bytes of recent events in memory, for resumes without the log.')
  VX11_RECENT_EVENTS_BYTES = 16_777_216;

  @IntegerSetting(1, 100_000_000, 'Events that the log keeps; older ones are trimmed.')
  VX11_LOG_MAX_ENTRIES = 10_000;

  @IntegerSetting(4_194_304, 1_099_511_627_776, 'Bytes of events that the log keeps; older ones are trimmed.')
  VX11_LOG_MAX_BYTES = 134_217_728;

  @TextSetting('Where the audit trail is written: `off`, `stdout`, or the absolute path of a file.', {
    pattern: /^(?:off|stdout|\/[^\0]+)$/,
    wants: 'off, stdout, or the absolute path of a file',
  })
  VX11_AUDIT = 'off';

  @IntegerSetting(1, 600, 'Seconds a shutdown may take.')
  VX11_DRAIN_SECONDS = 15;
}
