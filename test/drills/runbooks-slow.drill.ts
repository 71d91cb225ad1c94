// What is merely slow is noticed late by everybody but the alerts.
import { setTimeout as delay } from 'node:timers/promises';
import { type Instance } from '../../cluster/instance.js';
import { Load } from '../chaos/support/load.js';
import { untilAlert } from '../support/raised-alerts.js';
import { ComposeProject } from './support/compose/project.js';
import { stepsOf } from './support/document.js';

/** Of half a second, how long others have the processor. */
const TAKEN_MS = 400;
const LEFT_MS = 100;

describe('docs/runbooks/slow.md, followed under load', () => {
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

  it('EventLoopSlow: an instance without CPU is found, and in time once it has some', async () => {
    const { prometheus } = project.parts;
    const slow = project.parts.instances.get('operator-2')!;
    load.breaks('EventLoopSlow');
    const others = new AbortController();
    const taking = takeTurns(slow, others.signal);
    try {
      await untilAlert(prometheus!, 'EventLoopSlow', { timeoutMs: 240_000 });
      const [printed = ''] = await project.shell.follow(stepsOf('docs/runbooks/slow.md', 'loop-slow'));
      const late = printed.split('\n').filter((line) => line.startsWith('nodejs_eventloop_lag_p99_seconds'));
      expect(late).toEqual([expect.stringContaining(`:${slow.port}"`)]);
      // The page: CPU low and the loop late.
      const cpu = new RegExp(`^\\{instance="[^"]*:${slow.port}", .* => ([\\d.e-]+) @`, 'm').exec(printed);
      expect(Number(cpu?.[1])).toBeLessThan(0.5);
    } finally {
      others.abort();
      await taking;
    }
    await untilAlert(prometheus!, 'EventLoopSlow', { gone: true });
    await load.expectComplete();
  }, 600_000);
});

/** Leaves an instance a fifth of the time, as a scheduler does where others take the rest, until `signal` aborts. */
async function takeTurns(instance: Instance, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    instance.freeze();
    await delay(TAKEN_MS);
    instance.thaw();
    await delay(LEFT_MS);
  }
}
