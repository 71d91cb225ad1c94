// Options of the Redis client on which correctness depends: with a wrong one a token is redeemed twice, or a promise
// never settles.
import { loadSettings } from '../../src/config/load-settings.js';
import { commandOptions, blockingReadOptions, locationOf } from '../../src/redis/redis-options.js';

function optionsFor(env: Record<string, string>) {
  const { redis } = loadSettings(env).settings;
  return {
    commands: { ...locationOf(redis!), ...commandOptions('a') },
    tail: { ...locationOf(redis!), ...blockingReadOptions('a') },
  };
}

describe('the options of the connections', () => {
  it('never send a command twice, nor keep one for later', () => {
    for (const options of Object.values(optionsFor({ REDIS_URL: 'redis://redis' }))) {
      expect(options).toMatchObject({
        autoResendUnfulfilledCommands: false,
        enableOfflineQueue: false,
        maxRetriesPerRequest: 0,
      });
    }
  });

  it('let ioredis end no command whose reply has arrived, nor a blocking read, and neither connection hang', () => {
    const { commands, tail } = optionsFor({ REDIS_URL: 'redis://redis' });
    expect([commands.commandTimeout, tail.commandTimeout, tail.blockingTimeout]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect([commands.socketTimeout, tail.socketTimeout]).toEqual([2_000, 3_000]);
  });

  it.each([
    ['redis://redis', { host: 'redis', port: 6_379 }],
    ['redis://redis:7000', { host: 'redis', port: 7_000 }],
    ['redis://127.0.0.1', { host: '127.0.0.1', port: 6_379 }],
    ['redis://[::1]:7000', { host: '::1', port: 7_000 }],
    ['redis://vx11:p%40ss%2Fw%25rd@redis', { username: 'vx11', password: 'p@ss/w%rd' }],
    ['redis://:secret@redis', { password: 'secret' }],
    ['rediss://redis', { host: 'redis', tls: {} }],
  ])('follow from %s', (REDIS_URL, expected) => {
    for (const options of Object.values(optionsFor({ REDIS_URL }))) expect(options).toMatchObject(expected);
  });

  it('ask the sentinels, with the user and the scheme of the address', () => {
    const { commands } = optionsFor({
      REDIS_URL: 'rediss://vx11:pw@ignored',
      REDIS_SENTINELS: 'a:1,b:2',
      REDIS_SENTINEL_NAME: 'vx11',
      REDIS_SENTINEL_PASSWORD: 'spw',
    });
    expect(commands).toMatchObject({
      name: 'vx11',
      username: 'vx11',
      password: 'pw',
      sentinelPassword: 'spw',
      tls: {},
    });
    expect(commands.sentinels).toEqual([
      { host: 'a', port: 1 },
      { host: 'b', port: 2 },
    ]);
    expect(commands.host).toBeUndefined();
  });

  it('come back at moments of their own, within a second or so, for ever', () => {
    const { retryStrategy } = optionsFor({ REDIS_URL: 'redis://redis' }).commands;
    const delays = Array.from({ length: 200 }, (_, index) => Number(retryStrategy!(index + 1)));
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(50);
    expect(Math.max(...delays)).toBeLessThanOrEqual(1_100);
    expect(new Set(delays).size).toBeGreaterThan(190);
  });
});
