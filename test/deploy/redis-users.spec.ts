// Redis holds every token and every event. The service's password must not allow listing keys, reading other data,
// turning off persistence or emptying the store. Without a password nothing is allowed.
import { readdirSync, readFileSync } from 'node:fs';
import { RedisServer } from '../../cluster/redis-server.js';
import { repositoryFile } from '../../cluster/repository.js';
import { run } from './support/run.js';

describe('redis, as it is configured', () => {
  let redis: RedisServer;

  beforeAll(async () => {
    redis = await RedisServer.start();
  });

  afterAll(() => redis.stop());

  /** What Redis answers to a command, as the service, as the exporter for Prometheus, or as nobody. */
  const as = async (user: 'service' | 'monitor' | 'nobody', ...command: string[]) => {
    const who = { service: ['--user', 'vx11'], monitor: ['--user', 'monitor'], nobody: [] }[user];
    const env: Record<string, string> = user === 'nobody' ? {} : { REDISCLI_AUTH: redis.passwords[user] };
    return (await run('redis-cli', ['-p', String(redis.port), ...who, ...command], env)).output.trim();
  };

  it.each([['PING'], ['GET', '{vx11}a'], ['INFO'], ['CONFIG', 'GET', '*']])(
    'a client without a password may not %s',
    async (...command) => {
      expect(await as('nobody', ...command)).toMatch(/^NOAUTH/);
    },
  );

  it.each([
    ['KEYS', '*'],
    ['SCAN', '0'],
    ['CONFIG', 'GET', '*'],
    ['FLUSHALL'],
    ['SHUTDOWN'],
    ['CLIENT', 'LIST'],
    ['MONITOR'],
    ['ACL', 'LIST'],
    ['REPLICAOF', 'NO', 'ONE'],
    ['XTRIM', '{vx11}log', 'MAXLEN', '0'],
    ['GET', 'vx11'],
    ['SET', 'other', '1'],
    ['EVAL', "return redis.call('GET', KEYS[1])", '1', 'other'],
    ['EVAL', "return redis.call('GET', 'other')", '0'],
    ['EVAL', "return redis.call('KEYS', '*')", '0'],
  ])('the service may not %s %s', async (...command) => {
    expect(await as('service', ...command)).toMatch(
      /NOPERM|can't run this command|can't access at least one of the keys/,
    );
  });

  it('the exporter reads figures, and nothing of what is in it', async () => {
    expect(await as('monitor', 'INFO', 'memory')).toContain('maxmemory:');
    const refused = [
      ['GET', '{vx11}a'],
      ['KEYS', '*'],
      ['CONFIG', 'GET', '*'],
      ['CLIENT', 'LIST'],
      ['FLUSHALL'],
      ['MONITOR'],
    ];
    for (const command of refused) expect(await as('monitor', ...command)).toMatch(/^NOPERM/);
  });

  it('every command of every script is allowed', () => {
    const ours = readdirSync(repositoryFile('src'), { recursive: true, encoding: 'utf8' }).filter((f) =>
      f.endsWith('.lua'),
    );
    const commands = ours.flatMap((file) =>
      [...readFileSync(repositoryFile(`src/${file}`), 'utf8').matchAll(/redis\.call\('(\w+)'/g)].map(([, command]) =>
        command!.toLowerCase(),
      ),
    );
    expect(commands.length).toBeGreaterThan(20);
    const allowed = readFileSync(repositoryFile('redis/users.acl'), 'utf8')
      .split(/^user /m)
      .find((user) => user.startsWith('vx11 '))!
      .matchAll(/\+([a-z]+)/g);
    const names = new Set([...allowed].map(([, name]) => name));
    expect([...new Set(commands)].filter((command) => !names.has(command))).toEqual([]);
  });

  it('never evicts, and keeps its data on disk', async () => {
    expect(await redis.cli('CONFIG', 'GET', 'maxmemory-policy')).toBe('maxmemory-policy\nnoeviction');
    expect(await redis.cli('CONFIG', 'GET', 'appendonly')).toBe('appendonly\nyes');
  });

  it('has all data after a restart, also the writes of one script', async () => {
    const twoWrites = "redis.call('SET', KEYS[1], '1') redis.call('SET', KEYS[2], '2') return 'done'";
    expect(await as('service', 'EVAL', twoWrites, '2', '{vx11}one', '{vx11}two')).toBe('done');
    await redis.restart();
    expect(await redis.cli('MGET', '{vx11}one', '{vx11}two')).toBe('1\n2');
  });

  it('has no password in its arguments, its log or its users file', async () => {
    const { output: listed } = await run('ps', ['-o', 'args=', '-p', String(redis.pid)]);
    expect(listed).toContain('redis-server');
    const visible = listed + readFileSync(redis.logFile, 'utf8');
    const users = readFileSync(`${redis.dir}/users.acl`, 'utf8');
    for (const password of Object.values(redis.passwords)) expect(visible + users).not.toContain(password);
  });

  it('does not start without passwords', async () => {
    const { code, output } = await run('sh', ['redis/start.sh'], { REDIS_PASSWORD: 'x', REDIS_RUN_DIR: '/nowhere' });
    expect(code).not.toBe(0);
    expect(output).toContain('REDIS_ADMIN_PASSWORD');
  });
});
