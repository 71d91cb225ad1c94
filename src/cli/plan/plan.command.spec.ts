import { MemoryTerminal } from '../../../test/cli/support/memory-terminal.js';
import { run } from '../run.js';

async function plan(...args: string[]) {
  const terminal = new MemoryTerminal();
  return { code: await run(['plan', ...args], terminal), out: terminal.text, err: terminal.errors };
}

/** Steps of a plan as JSON: `steps.instances.run.value`. */
type Steps = Record<string, Record<string, { value: number; unit: string; working: string }>>;

const LOAD = ['--streams', '50000', '--events-per-second', '200'];

describe('vx11 plan', () => {
  it('shows what is needed, and how it comes about', async () => {
    const { code, out } = await plan(...LOAD);
    expect(code).toBe(0);
    expect(out).toMatch(/^ +deliveries +10,000,000\/s +50,000 streams × 200 events\/s$/m);
    expect(out).toMatch(/^ +events +26\.6 Gbit\/s +10,000,000 deliveries\/s × 333 bytes × 8$/m);
    expect(out).toMatch(/^ +run +\d+ +and 1 more, /m);
    expect(out).toMatch(/^ +instance +VX11_STREAMS_MAX +\d+$/m);
  });

  it('has the same in JSON, with names in snake_case', async () => {
    const report = JSON.parse((await plan(...LOAD, '--json')).out) as { fits: boolean; load: unknown; steps: Steps };
    expect(report.fits).toBe(true);
    expect(report.load).toMatchObject({ streams: 50_000, events_per_second: 200, network: 1e10 });
    expect(report.steps['network']!['payload']).toEqual({
      what: 'events',
      value: 50_000 * 200 * 333 * 8,
      unit: 'bit/s',
      working: expect.any(String),
    });
    expect(report.steps['instances']!['streams_max']!.value).toBeGreaterThan(0);
  });

  it('says what larger batches would save, and where the network ends', async () => {
    const { out } = await plan(...LOAD);
    expect(out).toMatch(/^warning: The network is the limit: [\d.]+ Gbit\/s need \d+ machines/m);
    expect(out).toMatch(/^warning: In batches of 20 events, a tenth of a second, \d+ instances/m);
    expect((await plan('--streams', '100', '--events-per-second', '1')).out).not.toContain('warning');
  });

  it('counts heartbeats where no events come', async () => {
    const { out } = await plan('--streams', '8000', '--events-per-second', '0');
    expect(out).toMatch(/^ +heartbeats +1,000\/s +8,000 streams, silent for 8 s$/m);
  });

  it('ends with exit code 15 where the load exceeds what there is, and says by how much', async () => {
    const { code, out } = await plan(...LOAD, '--batch', '20', '--instances-max', '3', '--cores', '8');
    expect(code).toBe(15);
    expect(out).toMatch(/^does not fit: \d+ instances are needed; --instances-max allows 3\.$/m);
    expect(out).toMatch(/^does not fit: \d+ cores are needed; --cores has 8\.$/m);
    expect((await plan(...LOAD, '--batch', '20', '--instances-max', '1000', '--cores', '1000')).code).toBe(0);
  });

  it('names every fault of the command line at once', async () => {
    const wrong = ['--streams', '1e3', '--batch', '0', '--event-bytes', '-1', '--network', 'fast', '--cores', '0'];
    const { code, out, err } = await plan(...wrong);
    expect([code, out]).toEqual([2, '']);
    for (const flag of ['--streams', '--events-per-second', '--batch', '--event-bytes', '--network', '--cores']) {
      expect(err).toMatch(new RegExp(`^ {2}${flag} (wants|is missing: ) ?a (whole )?number from `, 'm'));
    }
  });

  it('refuses a batch that is larger than one publish call may be', async () => {
    const { code, err } = await plan(...LOAD, '--batch', '1000', '--event-bytes', '2000');
    expect(code).toBe(2);
    expect(err).toContain('--batch × --event-bytes wants at most 1048576, the bytes of one publish call');
  });
});
