import { type Instance } from '../../cluster/instance.js';
import { RedisServer } from '../../cluster/redis-server.js';
import { numbered, reaching, startInMemory, startOn, summaries } from './support/service.js';
import { Vx11, vx11 } from './support/vx11.js';

const text = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join('');

describe('publish to an instance', () => {
  let service: Instance;
  beforeAll(async () => void (service = await startInMemory()));
  afterAll(() => service.kill());

  const everything = async (module: string, count: number) => {
    const { stdout } = await vx11(['tail', '--json', '--since', 'start', '--module', module, '-n', String(count)], {
      env: reaching(service),
    });
    return summaries(stdout.split('\n').slice(0, -1), module);
  };

  it('publishes every line, once and in order, in bounded memory', async () => {
    const lines = numbered(1, 50_000);
    const env = { ...reaching(service), NODE_OPTIONS: '--max-old-space-size=24' };
    const { code, stderr } = await vx11(['publish', '--module', 'bulk'], { env, stdin: text(lines) });
    expect([code, stderr]).toEqual([0, expect.stringMatching(/50000 published, 0 refused, \d+\/s\n$/)]);
    expect(await everything('bulk', 50_000)).toEqual(lines);
  });

  it('publishes more lines at once than its principal may, as they are allowed', async () => {
    const limited = await startInMemory({ VX11_PUBLISH_LIMIT: '300' });
    try {
      const lines = numbered(1, 301);
      const { code, stderr } = await vx11(['publish', '--module', 'many'], {
        env: reaching(limited),
        stdin: text(lines),
      });
      expect([code, stderr]).toEqual([0, expect.stringMatching(/301 published, 0 refused/)]);
    } finally {
      await limited.kill();
    }
  });

  it('publishes a line of a log that is still written without waiting for the next', async () => {
    const reader = new Vx11(['tail', '--json', '--since', 'start', '--module', 'followed'], { env: reaching(service) });
    const writer = new Vx11(['publish', '--module', 'followed'], { env: reaching(service) });
    for (const [index, line] of ['first', 'second', 'third'].entries()) {
      writer.write(`${line}\n`);
      await reader.printed(index + 1);
    }
    writer.signal('SIGINT');
    reader.signal('SIGINT');
    expect([await writer.exit, await reader.exit]).toEqual([130, 0]);
  });

  it('names the lines that are refused and publishes the others', async () => {
    const event = (summary: string, severity = 'info') =>
      JSON.stringify({ event_type: 't', module: 'mixed', severity, summary });
    const stdin = [
      event('one'),
      event('two', 'loud'),
      'nonsense',
      'x'.repeat(10_000_000),
      event('three'),
      '{"half":',
    ].join('\n');
    const { code, stdout } = await vx11(['publish', '--json', '-q'], { env: reaching(service), stdin });
    const records = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(code).toBe(8);
    expect(records.slice(0, -1).sort((a, b) => Number(a.refused) - Number(b.refused))).toEqual([
      { refused: '2', reason: 'severity must be one of critical, error, warn, info' },
      { refused: '3', reason: 'is not JSON' },
      { refused: '4', reason: 'is longer than an event may be' },
      { refused: '6', reason: 'is incomplete: the input ends without a line end' },
    ]);
    expect(records.at(-1)).toMatchObject({ published: 2, refused: 4 });
    expect(await everything('mixed', 2)).toEqual(['one', 'three']);
  });

  it('puts a line that is too long for a summary into the payload', async () => {
    const long = 'x'.repeat(60_000);
    const { code } = await vx11(['publish', '--module', 'long'], { env: reaching(service), stdin: `${long}\n` });
    const { stdout } = await vx11(['tail', '--json', '--since', 'start', '--module', 'long', '-n', '1'], {
      env: reaching(service),
    });
    expect([code, JSON.parse(stdout)]).toMatchObject([0, { payload: { line: long } }]);
  });

  it('copies a stream to another service with the same ids', async () => {
    const other = await startInMemory();
    await vx11(['publish', '--module', 'copied'], { env: reaching(service), stdin: 'one\ntwo\n' });
    const { stdout } = await vx11(['tail', '--json', '--since', 'start', '--module', 'copied', '-n', '2'], {
      env: reaching(service),
    });
    expect((await vx11(['publish'], { env: reaching(other), stdin: stdout })).code).toBe(0);
    const copy = await vx11(['tail', '--json', '--since', 'start', '--module', 'copied', '-n', '2'], {
      env: reaching(other),
    });
    await other.kill();
    expect(copy.stdout).toBe(stdout);
  });
});

describe('publish while things break', () => {
  let redis: RedisServer;
  let service: Instance;
  beforeAll(async () => {
    redis = await RedisServer.start();
    service = await startOn(redis, 'only');
  });
  afterAll(async () => {
    await service.kill();
    await redis.kill();
  });

  /** Publishes line after line, through `trouble` and until some have arrived after it. */
  async function publishDuring(module: string, trouble: (writer: Vx11) => Promise<void>): Promise<string[]> {
    const reader = new Vx11(['tail', '--json', '--since', 'start', '--module', module], { env: reaching(service) });
    const writer = new Vx11(['publish', '--module', module], { env: reaching(service) });
    let written = 0;
    const feeder = setInterval(() => {
      for (let i = 0; i < 10; i++) writer.write(`line ${(written += 1)}\n`);
    }, 10);
    await reader.printed(100);
    await trouble(writer);
    await reader.printed(written + 100);
    clearInterval(feeder);
    writer.end();
    expect([await writer.exit, writer.stderr]).toEqual([0, expect.stringContaining(`${written} published, 0 refused`)]);
    await reader.printed(written);
    reader.signal('SIGINT');
    expect(await reader.exit).toBe(0);
    expect(summaries(reader.lines, module)).toEqual(numbered(1, written));
    return [writer.stderr, reader.stderr];
  }

  it('loses and doubles nothing when the instance is killed and started again', async () => {
    const [writer, reader] = await publishDuring('killed', async () => {
      await service.kill();
      await service.restart();
    });
    expect(writer).toMatch(/trying again in/);
    expect(reader).toContain('"notice":"waiting"');
    expect(reader).not.toContain('"notice":"gap"');
  });

  it('loses and doubles nothing while the store is frozen', async () => {
    await publishDuring('frozen', async (writer) => {
      redis.freeze();
      await writer.complained(/trying again in/);
      redis.thaw();
    });
  });
});
