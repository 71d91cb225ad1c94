import { CREDENTIAL } from '../principal/variables/credential-list.js';
import { readMapping } from '../principal/jwt/claim-map.js';
import { ALGORITHMS } from '../principal/jwt/jwt-verifier.js';
import { isAddress, isHostAndPort, isHttpsUrl, isRedisUrl } from './addresses.js';
import { BooleanSetting, ChoiceSetting, IntegerSetting, ListSetting, TextSetting } from './setting.decorators.js';

const CREDENTIALS = {
  pattern: CREDENTIAL,
  wants: 'visible ASCII characters, several credentials separated by commas',
  secret: true,
};
const FILE = { pattern: /^[^\0]+$/, wants: 'the path of a file' };
const CREDENTIALS_FILE = 'File with the credentials of';
const URI = { pattern: /^\S+$/, wants: 'a text without blanks' };
const HOST_AND_PORT = /^[A-Za-z0-9._-]+:\d{1,5}$/;

/**
 * The settings catalogue: every environment variable the service reads, with its default as the initial value.
 * Nothing else in the project reads the environment.
 */
export class Environment {
  @ChoiceSetting(
    ['development', 'test', 'production'],
    'In production nothing is made up: principals and the store must be named.',
  )
  NODE_ENV = 'development';

  @TextSetting('Address to listen on.', { pattern: /^[A-Za-z0-9.:_-]+$/, wants: 'a host name or IP address' })
  HOST = '127.0.0.1';

  @IntegerSetting(0, 65_535, 'TCP port to listen on; 0 picks a free one.')
  PORT = 8000;

  @ListSetting('Addresses or networks whose `X-Forwarded-For` is believed.', {
    pattern: /^\S+$/,
    sound: isAddress,
    wants: 'IP addresses, networks in CIDR form, or loopback, linklocal, uniquelocal; separated by commas',
  })
  VX11_TRUSTED_PROXIES: string[] = [];

  @TextSetting('Name of this instance in logs, events and Redis; made up when absent.', {
    pattern: /^[A-Za-z0-9._-]{1,64}$/,
    wants: '1 to 64 of A-Z a-z 0-9 . _ -',
  })
  VX11_INSTANCE_ID?: string;

  @TextSetting('Commit this was built from, for `vx11_build_info`; the image sets it.', {
    pattern: /^[A-Za-z0-9._-]{1,64}$/,
    wants: '1 to 64 of A-Z a-z 0-9 . _ -',
  })
  VX11_COMMIT = 'unknown';

  @ChoiceSetting(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], 'Least severe level that is logged.')
  LOG_LEVEL = 'info';

  @ListSetting('Credentials of the principal `operator`: read, publish, admin.', CREDENTIALS)
  VX11_OPERATOR_TOKEN: string[] = [];

  @ListSetting('Credentials of the principal `gateway`: read, publish.', CREDENTIALS)
  VX11_GATEWAY_TOKEN: string[] = [];

  @ListSetting('Credentials of the principal `tentaculo-link`: read, publish.', CREDENTIALS)
  VX11_TENTACULO_LINK_TOKEN: string[] = [];

  @ListSetting('Credentials of the principal `principal`: read.', CREDENTIALS)
  VX11_PRINCIPAL_TOKEN: string[] = [];

  @TextSetting(
    `${CREDENTIALS_FILE} \`operator\`, in place of \`VX11_OPERATOR_TOKEN\`; read again when it changes.`,
    FILE,
  )
  VX11_OPERATOR_TOKEN_FILE?: string;

  @TextSetting(`${CREDENTIALS_FILE} \`gateway\`, in place of \`VX11_GATEWAY_TOKEN\`; read again when it changes.`, FILE)
  VX11_GATEWAY_TOKEN_FILE?: string;

  @TextSetting(
    `${CREDENTIALS_FILE} \`tentaculo-link\`, in place of \`VX11_TENTACULO_LINK_TOKEN\`; read again when it changes.`,
    FILE,
  )
  VX11_TENTACULO_LINK_TOKEN_FILE?: string;

  @TextSetting(
    `${CREDENTIALS_FILE} \`principal\`, in place of \`VX11_PRINCIPAL_TOKEN\`; read again when it changes.`,
    FILE,
  )
  VX11_PRINCIPAL_TOKEN_FILE?: string;

  @TextSetting('YAML file with further principals; read again when it changes.', FILE)
  VX11_PRINCIPALS_FILE?: string;

  @TextSetting('Issuer whose JWTs are credentials, as in their claim `iss`.', URI)
  VX11_JWT_ISSUER?: string;

  @TextSetting('Whom they must be for, as in their claim `aud`.', URI)
  VX11_JWT_AUDIENCE?: string;

  @TextSetting('Where the issuer publishes its keys.', {
    pattern: /^https:\/\/\S+$/,
    sound: isHttpsUrl,
    wants: 'an https:// address without user and password',
  })
  VX11_JWKS_URL?: string;

  @TextSetting('File with its keys, in place of `VX11_JWKS_URL`; read again when it changes.', FILE)
  VX11_JWKS_FILE?: string;

  @IntegerSetting(60, 86_400, 'Seconds for which its keys count while it does not answer.')
  VX11_JWKS_MAX_AGE_SEC = 3_600;

  @ListSetting('Algorithms its JWTs may be signed with.', {
    pattern: /^\w+$/,
    sound: (one) => (ALGORITHMS as readonly string[]).includes(one),
    wants: `some of ${ALGORITHMS.join(', ')}; separated by commas`,
  })
  VX11_JWT_ALGORITHMS: string[] = ['RS256', 'ES256'];

  @ListSetting('Which claims hold name, rights and scope.', {
    pattern: /^[^=]+=[^=]+$/,
    sound: (one) => readMapping(one) !== undefined,
    wants: 'mappings as rights=scope, right.read=vx11:read or read.modules=modules; separated by commas',
  })
  VX11_JWT_CLAIMS: string[] = [];

  @BooleanSetting('Accept credentials that can be guessed, in production too.')
  VX11_ALLOW_WEAK_CREDENTIALS = false;

  @BooleanSetting('Accept a principal credential in `?token=`, for old clients. Each use is counted and warned about.')
  VX11_ALLOW_PRINCIPAL_IN_QUERY = false;

  @ChoiceSetting(['memory', 'redis'], 'Where tokens and events live; follows from `REDIS_URL` when absent.')
  VX11_STORE?: string;

  @TextSetting('Redis to share; with Sentinel its user, password and scheme are used.', {
    pattern: /^rediss?:\/\/\S+$/,
    sound: isRedisUrl,
    wants: 'redis://[user:password@]host[:port] or rediss://…',
    secret: true,
  })
  REDIS_URL?: string;

  @TextSetting(
    'File that holds `REDIS_URL`, in its place; when it changes, its user and password count for new connections.',
    FILE,
  )
  REDIS_URL_FILE?: string;

  @ListSetting('Sentinels to ask for the Redis primary.', {
    pattern: HOST_AND_PORT,
    sound: isHostAndPort,
    wants: 'host:port, separated by commas',
  })
  REDIS_SENTINELS: string[] = [];

  @TextSetting('Name under which the sentinels watch the primary.', {
    pattern: /^\S+$/,
    wants: 'a name without spaces',
  })
  REDIS_SENTINEL_NAME?: string;

  @TextSetting('Password of the sentinels, where they have one.', {
    pattern: /^.+$/,
    wants: 'a password',
    secret: true,
  })
  REDIS_SENTINEL_PASSWORD?: string;

  @TextSetting('File that holds `REDIS_SENTINEL_PASSWORD`, in its place; read at start.', FILE)
  REDIS_SENTINEL_PASSWORD_FILE?: string;

  @IntegerSetting(1, 300, 'Seconds within which a token must be redeemed.')
  EPHEMERAL_TOKEN_TTL_SEC = 60;

  @IntegerSetting(1, 10_000_000, 'Live tokens the memory store holds before it answers `store_full`.')
  VX11_MEMORY_TOKENS_MAX = 100_000;

  @IntegerSetting(65_536, 1_099_511_627_776, 'Bytes all live tokens may take before the answer is `store_full`.')
  VX11_TOKENS_MAX_BYTES = 67_108_864;

  @IntegerSetting(16_384, 1_099_511_627_776, 'Bytes the live tokens of one principal may take; beyond, it gets 429.')
  VX11_TOKENS_MAX_BYTES_PER_PRINCIPAL = 16_777_216;

  @IntegerSetting(1, 1_000_000, 'Tokens one principal may ask for from one address without opening streams with them.')
  VX11_OPERATOR_RATE_BURST = 4_000;

  @IntegerSetting(0, 1_000_000, 'Tokens that come back to it there in each window; 0 switches the limit off.')
  VX11_OPERATOR_RATE_LIMIT = 60;

  @IntegerSetting(1, 86_400, 'Length of that window in seconds.')
  VX11_OPERATOR_RATE_WINDOW_SEC = 60;

  @IntegerSetting(0, 10_000_000, 'Events one principal may publish in 60 s, at all instances together; 0: no limit.')
  VX11_PUBLISH_LIMIT = 0;

  @IntegerSetting(0, 100, 'Different wrong credentials of one address in 60 s before wrong ones get 429; 0: no limit.')
  VX11_WRONG_CREDENTIALS_LIMIT = 20;

  @IntegerSetting(
    0,
    1_000_000,
    'Unknown tokens of one address in 60 s before ten a second reach the store; 0: no limit.',
  )
  VX11_UNKNOWN_TOKENS_LIMIT = 600;

  @IntegerSetting(0, 1_000_000, 'Streams one address may have open before it is asked to come back; 0: no limit.')
  VX11_STREAMS_PER_ADDRESS = 2_000;

  @IntegerSetting(1, 3_600, 'Seconds of silence after which a stream gets a heartbeat.')
  VX11_OPERATOR_SSE_HEARTBEAT = 8;

  @IntegerSetting(1, 604_800, 'Longest life of a stream in seconds; each ends at a random 80 to 100 % of it.')
  VX11_STREAM_MAX_SECONDS = 3_600;

  @IntegerSetting(65_536, 1_073_741_824, 'Bytes one stream may leave waiting in this process before it is ended.')
  VX11_STREAM_BUFFER_BYTES = 1_048_576;

  @IntegerSetting(
    1_048_576,
    1_099_511_627_776,
    'Bytes that may wait in memory for all clients together; a quarter of the memory limit when absent.',
  )
  VX11_BUFFER_BYTES_MAX?: number;

  @IntegerSetting(1, 1_000_000, 'Streams one instance carries before it answers `overloaded`.')
  VX11_STREAMS_MAX = 20_000;

  @IntegerSetting(1, 100, 'Percent of them that one principal may have, where there are several; rounded up.')
  VX11_STREAMS_SHARE_PERCENT = 80;

  @IntegerSetting(1_048_576, 4_294_967_296, 'Bytes of recent events kept in memory to answer resumes without the log.')
  VX11_RECENT_EVENTS_BYTES = 16_777_216;

  @IntegerSetting(1, 100_000_000, 'Events the log keeps; older ones are trimmed.')
  VX11_LOG_MAX_ENTRIES = 10_000;

  @IntegerSetting(4_194_304, 1_099_511_627_776, 'Bytes of events the log keeps; older ones are trimmed.')
  VX11_LOG_MAX_BYTES = 134_217_728;

  @TextSetting('Where the audit trail goes: `off`, `stdout`, or the absolute path of a file.', {
    pattern: /^(?:off|stdout|\/[^\0]+)$/,
    wants: 'off, stdout, or the absolute path of a file',
  })
  VX11_AUDIT = 'off';

  @IntegerSetting(1, 600, 'Seconds a shutdown may take.')
  VX11_DRAIN_SECONDS = 15;
}
