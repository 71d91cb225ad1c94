// Each case breaks one thing of one running Redis, sees it named, and puts it right again.
import { RedisServer } from '../../../cluster/redis-server.js';
import { repositoryFile } from '../../../cluster/repository.js';
import { vx11 } from '../support/vx11.js';
import { apartFromLatency, doctor } from './support/doctor.js';
import { slowLink } from './support/slow-link.js';

describe('doctor, on Redis', () => {
  let redis: RedisServer;
  beforeAll(async () => void (redis = await RedisServer.start()));
  afterAll(() => redis.kill());

  const examine = async (env: Record<string, string> = {}, ...args: string[]) =>
    apartFromLatency(await doctor(['--only', 'redis', ...args], { REDIS_URL: redis.url, ...env }));

  /** What is found while `setting` has another value. */
  async function while_(setting: string, value: string, env?: Record<string, string>) {
    const [, before = ''] = (await redis.cli('CONFIG', 'GET', setting)).split('\n');
    await redis.cli('CONFIG', 'SET', setting, value);
    try {
      return await examine(env);
    } finally {
      await redis.cli('CONFIG', 'SET', setting, before);
    }
  }

  it('finds nothing wrong with the shipped configuration', async () => {
    const { exit, faults, findings } = await examine();
    expect({ exit, faults }).toEqual({ exit: 'ok', faults: [] });
    expect(findings.length).toBeGreaterThanOrEqual(10);
  });

  it.each([
    ['maxmemory-policy', 'allkeys-lru', 'redis-eviction.evicts', /maxmemory-policy is allkeys-lru/],
    ['maxmemory', '0', 'redis-memory.unlimited', /maxmemory is not set/],
    ['maxmemory', '100mb', 'redis-memory.small', /maxmemory is 100 MiB, but a log .* \(128 MiB\) may take 181 MiB/],
    ['appendonly', 'no', 'redis-persistence.off', /append-only file is off/],
  ])('%s %s', async (setting, value, fault, text) => {
    const { faults, textOf } = await while_(setting, value);
    expect(faults).toEqual([fault]);
    expect(textOf(fault.split('.')[0]!)).toMatch(text);
  });

  it('a log that is larger than the memory', async () => {
    const { faults, textOf } = await examine({ VX11_LOG_MAX_BYTES: '1073741824' });
    expect(faults).toEqual(['redis-memory.small']);
    expect(textOf('redis-memory')).toContain('(1024 MiB) may take 1450 MiB');
  });

  it('memory that is used up', async () => {
    const { faults } = await while_('maxmemory', '1mb', { VX11_LOG_MAX_BYTES: '4194304' });
    expect(faults).toEqual(['redis-memory.small', 'redis-memory.full', 'redis-writes.oom']);
  });

  it('replicas that are wanted and not there', async () => {
    const { exit, faults } = await while_('min-replicas-to-write', '1');
    expect([exit, faults]).toEqual(['problem_found', ['redis-writes.noreplicas', 'redis-replicas.few']]);
  });

  it.each([
    ['-xadd', '+xadd', 'redis-rights.commands', 'The user may not send xadd.'],
    ['-xinfo', '+xinfo|stream', 'redis-rights.commands', 'The user may not send xinfo|stream.'],
    ['-set', '+set', 'redis-rights.commands', 'The user may not send set.'],
  ])('a user with %s', async (without, back, fault, text) => {
    await redis.cli('ACL', 'SETUSER', 'vx11', without);
    const { faults, textOf } = await examine();
    await redis.cli('ACL', 'SETUSER', 'vx11', back);
    expect([faults, textOf('redis-rights')]).toEqual([[fault], text]);
  });

  it('a user with the keys of another application', async () => {
    await redis.cli('ACL', 'SETUSER', 'vx11', 'resetkeys', '~other*');
    const { faults, textOf } = await examine();
    await redis.cli('ACL', 'SETUSER', 'vx11', 'resetkeys', '~{vx11}*');
    expect(faults).toEqual(['redis-rights.keys']);
    expect(textOf('redis-rights')).toContain('~{vx11}*');
  });

  it('a wrong password, which it does not print', async () => {
    const { faults, text } = await examine({ REDIS_URL: `redis://vx11:not-the-password@127.0.0.1:${redis.port}` });
    expect(faults).toEqual(['redis-reachable.refused']);
    expect(text).not.toContain('not-the-password');
  });

  it('no Redis at the address of --redis, which has the password of the settings', async () => {
    const { faults, text } = await examine({}, '--redis', 'redis://127.0.0.1:9');
    expect(faults).toEqual(['redis-reachable.away']);
    expect(text).not.toContain(redis.passwords.service);
    expect(await examine({}, '--redis', `redis://127.0.0.1:${redis.port}`)).toMatchObject({ faults: [] });
    await expect(examine({}, '--redis', 'redis://:secret@127.0.0.1')).rejects.toThrow(/^usage: .*takes no user/);
  });

  it('a slow way to it', async () => {
    const link = await slowLink(redis.port, 10);
    const address = `redis://127.0.0.1:${link.port}`;
    const { exit, faults } = await doctor(['--only', 'redis', '--redis', address], { REDIS_URL: redis.url });
    link.close();
    expect([exit, faults]).toEqual(['ok', ['redis-latency.slow']]);
  });

  it('redis-clock.off, in plain words with the advice below', async () => {
    const shift = `--import ${repositoryFile('test/chaos/support/shifted-clock.mjs')}`;
    const env = { REDIS_URL: redis.url, NODE_OPTIONS: shift, CLOCK_SHIFT_MS: '60000' };
    const { code, stdout } = await vx11(['doctor', '--only', 'redis'], { env });
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^warning {2}redis-clock: The clocks .* differ by (59|60)\.\d s\.\n {9}Let NTP run on both\./m,
    );
    expect(stdout).toMatch(/\n\d+ findings, 0 problems, 1 warning, \d+\.\d s\n$/);
  });

  it('is left out where no Redis is named', async () => {
    const { exit, skipped } = await doctor(['--only', 'redis'], {});
    expect([exit, skipped]).toEqual(['ok', [{ what: 'redis', why: expect.stringContaining('REDIS_URL') as string }]]);
  });
});
