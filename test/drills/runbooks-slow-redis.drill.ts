// Redis is one thread: a command of somebody else keeps everybody waiting, and only its own log says whose it was.
import { Load } from '../chaos/support/load.js';
import { untilAlert } from '../support/raised-alerts.js';
import { ComposeProject } from './support/compose/project.js';
import { stepsOf } from './support/document.js';
import { Hog } from './support/hog.js';

describe('docs/runbooks/slow.md, followed while another program keeps Redis busy', () => {
  let project: ComposeProject;
  let load: Load;

  beforeAll(async () => {
    project = await ComposeProject.start();
    load = await Load.start(project, { streams: 20, throughNginx: true });
    await load.flows();
  }, 180_000);
  afterAll(async () => {
    await load.stop();
    await project.stop();
  }, 60_000);

  it('IssuingSlow: whose commands are slow is found, and without them all is fast', async () => {
    const prometheus = project.parts.prometheus!;
    load.breaks('IssuingSlow');
    const hog = await Hog.start(project.redis);
    try {
      await untilAlert(prometheus, 'IssuingSlow', { timeoutMs: 500_000 });
      const [took = '', lag = ''] = await project.shell.follow(stepsOf('docs/runbooks/slow.md', 'issuing-slow'));
      // The page: Redis replies late, and no event loop is.
      expect(Math.max(...values(took))).toBeGreaterThan(0.2);
      expect(Math.max(...values(lag))).toBeLessThan(0.25);
      const [slowest = '', clients = ''] = await project.shell.follow(stepsOf('docs/runbooks/slow.md', 'redis-busy'));
      const [address] = /127\.0\.0\.1:\d+/.exec(slowest.slice(slowest.indexOf('EVAL'))) ?? [];
      expect(clients).toContain(` addr=${address} `);
    } finally {
      await hog.stop();
    }
    await untilAlert(prometheus, 'IssuingSlow', { gone: true, timeoutMs: 400_000 });
    const [after = ''] = await project.shell.follow(stepsOf('docs/runbooks/slow.md', 'issuing-fast'));
    expect(values(after)[0]).toBeLessThan(0.2);
    await load.expectComplete();
  }, 1_500_000);
});

/** The numbers of what a query printed. */
function values(printed: string): number[] {
  return [...printed.matchAll(/=> ([\d.e+-]+) @/g)].map(([, value]) => Number(value));
}
