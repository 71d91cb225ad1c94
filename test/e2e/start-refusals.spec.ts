// A wrong configuration must be refused at start, with all faults in one message and without a credential in it.
import { createServer } from 'node:net';
import { once } from 'node:events';
import { newCredential } from '../support/used-credentials.js';
import { failToStart, logLines, startService } from './support/service.js';

const PRODUCTION = { NODE_ENV: 'production', VX11_OPERATOR_TOKEN: newCredential() };

describe('a start that must fail', () => {
  it('in production without principals, and in memory without VX11_STORE', async () => {
    const { code, output } = await failToStart({ NODE_ENV: 'production' });
    expect(code).toBe(1);
    expect(output).toMatch(/^The configuration has 2 faults:\n/);
    expect(output).toMatch(
      /VX11_STORE: production keeps tokens and events in Redis .* only when VX11_STORE=memory says so/,
    );
    expect(output).toMatch(/VX11_OPERATOR_TOKEN: production needs at least one principal credential/);
  });

  it('in production in memory without VX11_STORE', async () => {
    const { code, output } = await failToStart(PRODUCTION);
    expect(code).toBe(1);
    expect(output).toMatch(/^The configuration has a fault:\n {2}VX11_STORE: /);
  });

  it('with Redis and in memory at once', async () => {
    const { code, output } = await failToStart({ REDIS_URL: 'redis://127.0.0.1:6379', VX11_STORE: 'memory' });
    expect(code).toBe(1);
    expect(output).toMatch(/VX11_STORE: is memory although REDIS_URL/);
  });

  it('names every fault in one message: the variable, what it got, what it wants; credentials are not shown', async () => {
    const [shared, spaced, password] = [newCredential(), `${newCredential()} `.repeat(2), newCredential()];
    const { code, output } = await failToStart({
      NODE_ENV: 'staging',
      PORT: '99999',
      EPHEMERAL_TOKEN_TTL_SEC: '301',
      VX11_OPERATOR_RATE_LIMIT: '-1',
      VX11_OPERATOR_SSE_HEARTBEAT: '15s',
      VX11_ALLOW_PRINCIPAL_IN_QUERY: 'yes',
      VX11_INSTANCE_ID: 'two words',
      VX11_TRUSTED_PROXIES: 'loopback,everybody',
      LOG_LEVEL: 'loud',
      VX11_OPERATOR_TOKEN: `${shared},${newCredential()}`,
      VX11_GATEWAY_TOKEN: shared,
      VX11_PRINCIPAL_TOKEN: spaced,
      REDIS_URL: `http://vx11:${password}@127.0.0.1`,
    });
    expect(code).toBe(1);
    const [headline, ...lines] = output.trimEnd().split('\n');
    expect(headline).toBe('The configuration has 12 faults:');
    expect(lines.map((line) => /^ {2}(\w+): ./.exec(line)?.[1]).sort()).toEqual([
      'EPHEMERAL_TOKEN_TTL_SEC',
      'LOG_LEVEL',
      'NODE_ENV',
      'PORT',
      'REDIS_URL',
      'VX11_ALLOW_PRINCIPAL_IN_QUERY',
      'VX11_GATEWAY_TOKEN',
      'VX11_INSTANCE_ID',
      'VX11_OPERATOR_RATE_LIMIT',
      'VX11_OPERATOR_SSE_HEARTBEAT',
      'VX11_PRINCIPAL_TOKEN',
      'VX11_TRUSTED_PROXIES',
    ]);
    expect(output).toContain('EPHEMERAL_TOKEN_TTL_SEC: got "301", wants a whole number from 1 to 300');
    for (const secret of [shared, spaced.split(' ')[0]!, password]) expect(output).not.toContain(secret);
  });

  it.each([
    ['a port that is none', 'REDIS_URL', 'redis://127.0.0.1:99999'],
    ['a password that is not encoded', 'REDIS_URL', `redis://:100%25of%zz${newCredential()}@127.0.0.1`],
    ['an address that is none', 'VX11_TRUSTED_PROXIES', '10.0.0.300'],
    ['a network that is none', 'VX11_TRUSTED_PROXIES', '10.0.0.0/64'],
  ])('%s is a fault of %s like any other', async (_, variable, value) => {
    const { code, output } = await failToStart({ [variable]: value });
    expect(code).toBe(1);
    expect(output).toMatch(new RegExp(`^The configuration has a fault:\\n {2}${variable}: `));
    expect(output).not.toMatch(/\bat .+:\d+/);
  });

  it('on a port that is taken: it names the port, and ends', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    const { code, output } = await failToStart({ PORT: String(port) });
    expect(code).toBe(1);
    expect(output).toContain(
      `The configuration has a fault:\n  PORT: got "${port}", wants a port that is free on 127.0.0.1: address already in use\n`,
    );
    other.close();
  });

  it.each([
    ['is none of this machine', '192.0.2.1', 'an address of this machine'],
    ['is a name without an address', 'no-such-host.invalid', 'a name that '],
  ])('on an address that %s: it names the address, without a stack', async (_, host, wants) => {
    const { code, output } = await failToStart({ HOST: host });
    expect(code).toBe(1);
    expect(output).toContain(`  HOST: got "${host}", wants ${wants}`);
    expect(output).not.toMatch(/\n +at /);
  });
});

describe('a start that only warns', () => {
  it('of an unknown variable with the prefix VX11_, with the nearest known one', async () => {
    const service = await startService({
      ...PRODUCTION,
      VX11_STORE: 'memory',
      VX11_STREAMS_MAX: '100', // whatever the limit on open files here
      VX11_TRUSTED_PROXIES: 'loopback',
      VX11_OPERATOR_TOKN: 'typo',
      VX11_PRINCIPAL_TOKEN: '',
      OTHER_VARIABLE: 'is not our business',
    });
    await service.process.stop();
    const warnings = logLines(service).filter(({ level }) => level === 40);
    expect(warnings.map(({ msg }) => msg)).toEqual([
      'VX11_OPERATOR_TOKN is not a setting of this service; the nearest is VX11_OPERATOR_TOKEN.',
    ]);
  });
});
