// A client that asks for tokens and opens nothing must be seen before it fills the store, and held back by what the page says.
import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '../../cluster/eventually.js';
import { untilAlert } from '../support/raised-alerts.js';
import { ComposeProject } from './support/compose/project.js';
import { writeSettings } from './support/compose/settings.js';
import { stepsOf } from './support/document.js';

const EVERY_MS = 15;

describe('docs/runbooks/tokens-grow.md, followed', () => {
  let project: ComposeProject;

  beforeAll(async () => {
    project = await ComposeProject.create();
    // By default one client at one address cannot have that many for two minutes.
    writeSettings(project, { VX11_OPERATOR_RATE_LIMIT: 6_000 });
    await project.begin();
  }, 180_000);
  afterAll(() => project.stop());

  it('TokensGrow: the client is seen, and held back', async () => {
    const { prometheus } = project.parts;
    const over = new AbortController();
    const asking = ask(project, over.signal);
    try {
      await untilAlert(prometheus!, 'TokensGrow', { timeoutMs: 300_000 });
      const [printed] = await project.shell.follow(stepsOf('docs/runbooks/tokens-grow.md', 'tokens-grow'));
      const [issued] = /(?<=\{principal="operator"\} => )[\d.]+/.exec(printed!) ?? [];
      expect(Number(issued)).toBeGreaterThan(1_000);
      writeSettings(project, { VX11_OPERATOR_RATE_BURST: 500, VX11_OPERATOR_RATE_LIMIT: 60 });
      await project.shell.follow(stepsOf('docs/runbooks/tokens-grow.md', 'tokens-limited'));
      await untilAlert(prometheus!, 'TokensGrow', { gone: true });
      const [live] = await project.shell.follow(stepsOf('docs/runbooks/tokens-grow.md', 'tokens-fewer'));
      expect(Number(/(?<=^\{\} => )\d+/.exec(live!)?.[0])).toBeLessThan(2_000);
    } finally {
      over.abort();
    }
    expect((await asking).at(-1)).toBe(429);
    const opens = () => project.api.stream('snapshot=0').catch(() => undefined);
    const stream = await eventually(opens, { what: 'a stream for whoever comes next', everyMs: 1_000 });
    await stream.first('heartbeat');
    stream.close();
  }, 600_000);
});

/** A client in a loop: asks for tokens, on time even if an earlier response is slow, and opens nothing. Returns the statuses. */
async function ask({ api }: ComposeProject, signal: AbortSignal): Promise<number[]> {
  const statuses: number[] = [];
  const pending: Promise<unknown>[] = [];
  const one = () =>
    api.call('POST', '/operator/api/events/sse-token').then(
      ({ status }) => statuses.push(status),
      () => undefined, // its connection ended with an instance
    );
  while (!signal.aborted) {
    pending.push(one());
    await delay(EVERY_MS);
  }
  await Promise.all(pending);
  return statuses;
}
