// The demonstration is what a newcomer sees first, and may be pointed at a service that others use: it must keep to its rate, and end when
// it is told to.
import { type Instance } from '../../cluster/instance.js';
import { READER, reaching, startInMemory } from './support/service.js';
import { Vx11, vx11 } from './support/vx11.js';

interface Shown {
  readonly module: string;
  readonly severity: string;
}

describe('demo', () => {
  let service: Instance;
  beforeAll(async () => void (service = await startInMemory()));
  afterAll(() => service.kill());

  it('publishes at its rate for as long as it is told, and prints how many', async () => {
    const { code, stderr } = await vx11(['demo', '--rate', '20', '--for', '2'], { env: reaching(service) });
    const [, published] = /^(\d+) published, 0 refused/m.exec(stderr)!;
    expect(code).toBe(0);
    // Fewer where the machine is slow, but never more.
    expect(Number(published)).toBeGreaterThan(0);
    expect(Number(published)).toBeLessThanOrEqual(42);
  });

  it('begins with a burst that shows all of a platform', async () => {
    const { code, stderr } = await vx11(['demo', '--burst', '1200', '--for', '1', '--rate', '1'], {
      env: reaching(service),
    });
    expect([code, stderr]).toEqual([0, expect.stringMatching(/^120[12] published/m)]);
    const { stdout } = await vx11(['tail', '--json', '--since', 'start', '-n', '1200'], { env: reaching(service) });
    const events = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Shown);
    expect(new Set(events.map(({ severity }) => severity))).toEqual(new Set(['critical', 'error', 'warn', 'info']));
    expect(new Set(events.map(({ module }) => module)).size).toBeGreaterThanOrEqual(7);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('ends at %s with a count, and without an error', async (signal) => {
    const demo = new Vx11(['demo', '--rate', '10'], { env: reaching(service) });
    await demo.complained(/Ctrl-C ends it/);
    demo.signal(signal);
    expect(await demo.exit).toBe(0);
    expect(demo.stderr).toMatch(/^\d+ published, 0 refused, \d+\/s\n$/m);
  });

  it.each([
    ['--rate', '0'],
    ['--rate', '201'],
    ['--rate', 'fast'],
    ['--burst', '10001'],
    ['--for', '0'],
  ])('refuses %s %s', async (option, value) => {
    const { code, stderr } = await vx11(['demo', option, value], { env: reaching(service) });
    expect([code, stderr]).toEqual([2, expect.stringContaining('It must be a number from')]);
  });

  it('says that a credential may not publish', async () => {
    const { code, stderr } = await vx11(['demo', '--for', '5'], { env: reaching(service, READER) });
    expect([code, stderr]).toEqual([7, expect.stringContaining('lacks the right')]);
  });
});
