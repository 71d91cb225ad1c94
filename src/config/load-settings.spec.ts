// A service that starts with wrong settings fails later. It must name every fault before it starts, without showing a
// credential.
import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { ConfigurationError } from './configuration-error.js';
import { loadSettings } from './load-settings.js';
import { describeSettings } from './setting.decorators.js';

const CREDENTIAL = randomBytes(24).toString('hex');
const PRODUCTION = { NODE_ENV: 'production', VX11_OPERATOR_TOKEN: CREDENTIAL, REDIS_URL: 'redis://redis:6379' };

function faultsOf(env: Record<string, string>): ConfigurationError {
  try {
    loadSettings(env);
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
    throw error;
  }
  throw new Error('there was no fault');
}
const variablesOf = (env: Record<string, string>) => faultsOf(env).faults.map(({ variable }) => variable);

describe('settings', () => {
  it('have defaults for a first start', () => {
    const { settings, warnings } = loadSettings({});
    expect(settings).toMatchObject({
      production: false,
      http: { host: '127.0.0.1', port: 8000, trustedProxies: [] },
      principals: [],
      allowPrincipalInQuery: false,
      redis: undefined,
      token: { ttlSeconds: 60 },
      rate: { limit: 60, windowSeconds: 60 },
    });
    expect(settings.instanceId).toMatch(/^instance-[0-9a-f]{8}$/);
    expect(warnings).toEqual([]);
  });

  it('cannot be changed, nor any object in them', () => {
    const { settings } = loadSettings({ ...PRODUCTION, REDIS_SENTINELS: 'a:1', REDIS_SENTINEL_NAME: 'vx11' });
    const parts = [
      settings,
      settings.http,
      settings.http.trustedProxies,
      settings.principals,
      settings.redis!.sentinels[0],
    ];
    for (const part of [...parts, settings.principals[0]!.rights]) expect(Object.isFrozen(part)).toBe(true);
  });

  it('treat empty values as absent, and ignore spaces around a value', () => {
    const { settings } = loadSettings({ PORT: '', REDIS_URL: '  ', EPHEMERAL_TOKEN_TTL_SEC: ' 30 ' });
    expect([settings.http.port, settings.redis, settings.token.ttlSeconds]).toEqual([8000, undefined, 30]);
  });

  it('keep credentials as digests only', () => {
    const second = 'another-credential-entirely';
    const { settings } = loadSettings({ VX11_GATEWAY_TOKEN: `${CREDENTIAL}, ${second}` });
    const [gateway] = settings.principals;
    expect([gateway!.name, gateway!.rights, gateway!.digests.length]).toEqual(['gateway', ['read', 'publish'], 2]);
    expect(inspect(settings, { depth: 9 })).not.toMatch(new RegExp(`${CREDENTIAL}|${second}`));
  });

  it('give each principal its rights', () => {
    const { settings } = loadSettings({
      VX11_OPERATOR_TOKEN: 'operator-operator-operator',
      VX11_TENTACULO_LINK_TOKEN: 'link-link-link-link',
      VX11_PRINCIPAL_TOKEN: 'principal-principal',
    });
    expect(settings.principals.map(({ name, rights }) => [name, ...rights])).toEqual([
      ['operator', 'read', 'publish', 'admin'],
      ['tentaculo-link', 'read', 'publish'],
      ['principal', 'read'],
    ]);
  });

  it('contain the sentinels', () => {
    const { settings } = loadSettings({
      REDIS_SENTINELS: 's1:26379, s2:26380',
      REDIS_SENTINEL_NAME: 'vx11',
      REDIS_SENTINEL_PASSWORD: 'x y',
    });
    expect(settings.redis).toMatchObject({
      sentinels: [
        { host: 's1', port: 26_379 },
        { host: 's2', port: 26_380 },
      ],
      sentinelName: 'vx11',
      sentinelPassword: 'x y',
    });
  });
});

describe('faulty settings', () => {
  it('are all named in one message, with their values and the values that are valid', () => {
    const { message, faults } = faultsOf({
      PORT: '65536',
      LOG_LEVEL: 'loud',
      VX11_ALLOW_PRINCIPAL_IN_QUERY: 'yes',
      VX11_TRUSTED_PROXIES: 'loopback,nginx',
      VX11_INSTANCE_ID: 'a b',
      VX11_STORE: 'redis',
      REDIS_SENTINEL_NAME: 'vx11',
    });
    expect(faults.map(({ variable }) => variable).sort()).toEqual([
      'LOG_LEVEL',
      'PORT',
      'REDIS_SENTINELS',
      'REDIS_URL',
      'VX11_ALLOW_PRINCIPAL_IN_QUERY',
      'VX11_INSTANCE_ID',
      'VX11_TRUSTED_PROXIES',
    ]);
    expect(message).toContain('The configuration has 7 faults:');
    expect(message).toContain('  PORT: got "65536", wants a whole number from 0 to 65535');
    expect(message).toContain('  VX11_ALLOW_PRINCIPAL_IN_QUERY: got "yes", wants true or false');
    expect(message).toContain('  REDIS_URL: is needed because VX11_STORE is redis');
  });

  const secrets = describeSettings().filter(({ secret }) => secret);
  it.each(secrets.map(({ variable }) => [variable]))('never show the value of %s', (variable) => {
    const { message, faults } = faultsOf({ [variable]: 'first line: hunter2\nsecond line' });
    expect(faults.map((fault) => [fault.variable, fault.got])).toEqual([[variable, undefined]]);
    expect(message).toContain(variable);
    expect(message).not.toContain('hunter2');
  });

  it.each(describeSettings().flatMap(({ variable, kind, wants }) => (kind === 'integer' ? [[variable, wants]] : [])))(
    'of %s: anything but %s',
    (variable, wants) => {
      const [min, max] = wants.match(/-?\d+/g)!.map(Number) as [number, number];
      for (const good of [min, max]) expect(() => loadSettings({ [variable]: String(good) })).not.toThrow();
      const bad = [String(min - 1), String(max + 1), `${min}.5`, '1e3', '0x10', 'ten', '9'.repeat(30), 'NaN', '+5'];
      for (const value of bad) expect(variablesOf({ [variable]: value })).toEqual([variable]);
    },
  );

  it.each([
    [
      'a credential for two principals',
      { VX11_OPERATOR_TOKEN: CREDENTIAL, VX11_PRINCIPAL_TOKEN: CREDENTIAL },
      'VX11_PRINCIPAL_TOKEN',
    ],
    ['memory and Redis at once', { VX11_STORE: 'memory', REDIS_URL: 'redis://r' }, 'VX11_STORE'],
    ['Redis without an address', { VX11_STORE: 'redis' }, 'REDIS_URL'],
    ['sentinels without a name', { REDIS_SENTINELS: 'a:1' }, 'REDIS_SENTINEL_NAME'],
    ['a name without sentinels', { REDIS_SENTINEL_NAME: 'vx11' }, 'REDIS_SENTINELS'],
    ['production without a store', { ...PRODUCTION, REDIS_URL: '' }, 'VX11_STORE'],
    ['production without a principal', { ...PRODUCTION, VX11_OPERATOR_TOKEN: '' }, 'VX11_OPERATOR_TOKEN'],
    ['an empty credential among others', { VX11_OPERATOR_TOKEN: `${CREDENTIAL},` }, 'VX11_OPERATOR_TOKEN'],
  ])('are contradictions: %s', (_, env, variable) => {
    expect(variablesOf(env)).toEqual([variable]);
    expect(faultsOf(env).message).not.toContain(CREDENTIAL);
  });

  it('name each origin that no browser would send, and what to write instead', () => {
    const wrong =
      'https://a.example/,https://B.example,https://c.example:443,*,https://*.d.example,file:///x,null,e.example';
    const { faults } = faultsOf({ VX11_ALLOWED_ORIGINS: `https://good.example,http://localhost:5173,${wrong}` });
    expect(faults.map(({ got, wants }) => [got, wants.split(' ').at(-1)])).toEqual([
      ['https://a.example/', 'https://a.example'],
      ['https://B.example', 'https://b.example'],
      ['https://c.example:443', 'https://c.example'],
      ['*', 'patterns'],
      ['https://*.d.example', 'patterns'],
      ['file:///x', 'http://'],
      ['null', 'http://'],
      ['e.example', 'http://'],
    ]);
  });

  it.each([
    'redis://user:hunter2@host:port',
    'redis://user:hunter2@[::1',
    'redis://user:hunter2@host:99999',
    'redis://user:hunter2%@host',
    'redis://user:hunter2@host/3',
    'redis://',
  ])('are addresses of Redis that nobody can connect to, or would not mean: %s', (REDIS_URL) => {
    const { message } = faultsOf({ REDIS_URL });
    expect(message).toContain('REDIS_URL');
    expect(message).not.toContain('hunter2');
  });
});

describe('settings of production', () => {
  it('are accepted with principals and Redis', () => {
    expect(loadSettings(PRODUCTION).settings.production).toBe(true);
  });

  it('may keep everything in memory only if VX11_STORE says so', () => {
    const env = { NODE_ENV: 'production', VX11_OPERATOR_TOKEN: CREDENTIAL, VX11_STORE: 'memory' };
    expect(loadSettings(env).settings.redis).toBeUndefined();
  });

  it('may name Redis by its sentinels alone', () => {
    const env = { NODE_ENV: 'production', VX11_OPERATOR_TOKEN: CREDENTIAL };
    const { settings } = loadSettings({ ...env, REDIS_SENTINELS: 'a:1', REDIS_SENTINEL_NAME: 'vx11' });
    expect(settings.redis?.sentinels).toHaveLength(1);
  });
});

describe('warnings', () => {
  const warningsOf = (env: Record<string, string>) => loadSettings(env).warnings;

  it('name the setting that is nearest to an unknown one, without its value', () => {
    expect(warningsOf({ VX11_OPERATOR_TOKENS: 'hunter2', VX11_STREAM_MAX_SECOND: '5' })).toEqual([
      'VX11_OPERATOR_TOKENS is not a setting of this service; the nearest is VX11_OPERATOR_TOKEN.',
      'VX11_STREAM_MAX_SECOND is not a setting of this service; the nearest is VX11_STREAM_MAX_SECONDS.',
    ]);
  });

  it('name origins without TLS in production, except those of this machine', () => {
    const origins = 'https://a.example,http://b.example,http://localhost:5173,http://127.0.0.1:5173,http://[::1]:5173';
    const warnings = warningsOf({ ...PRODUCTION, VX11_TRUSTED_PROXIES: 'loopback', VX11_ALLOWED_ORIGINS: origins });
    expect(warnings).toEqual([expect.stringContaining('http://b.example')]);
  });

  it('do not name the variables of other programs', () => {
    const others = { PATH: '/bin', REDIS_PASSWORD: 'x', OPERATOR_TOKEN: 'x', VX11_URL: 'x', VX11_CREDENTIAL: 'x' };
    expect(warningsOf(others)).toEqual([]);
  });

  it('name credentials that can be guessed, and those allowed in URLs', () => {
    const warnings = warningsOf({ VX11_PRINCIPAL_TOKEN: 'hunter2', VX11_ALLOW_PRINCIPAL_IN_QUERY: 'true' });
    expect(warnings.map((text) => text.split(' ')[0])).toEqual([
      'VX11_PRINCIPAL_TOKEN',
      'VX11_ALLOW_PRINCIPAL_IN_QUERY',
    ]);
    expect(warnings.join()).not.toContain('hunter2');
  });
});
