// React mounts twice in strict mode, renders when it likes and unmounts at any time. A hook must not open a second stream for that, lose
// an event, or render a page to a standstill.
import { type Browser, type Page } from 'playwright-core';
import { eventually } from '../../cluster/eventually.js';
import { type Instance } from '../../cluster/instance.js';
import { OPERATOR, startInMemory } from '../cli/support/service.js';
import { Api, event } from '../support/api.js';
import { startChromium } from './support/chromium.js';
import { bundleFor } from './support/client-bundle.js';
import { type SeenByHook, type show } from './support/hook-page.js';

type PageWindow = Window & { seen?: SeenByHook; hook: { show: typeof show }; hide: () => void };

describe('useEvents, in a page with React', () => {
  let browser: Browser;
  let service: Instance;
  let api: Api;
  let page: Page;

  beforeAll(async () => {
    browser = await startChromium();
    service = await startInMemory();
    api = new Api(service.baseUrl, OPERATOR);
    page = await browser.newPage();
    await page.route('**/page', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }));
    await page.goto(`${service.baseUrl}/page`);
    await page.evaluate(bundleFor('test/browser/support/hook-page.ts', 'hook'));
    await page.evaluate((credential) => {
      const window = globalThis as unknown as PageWindow;
      window.hide = window.hook.show(credential);
    }, OPERATOR);
    await eventually(() => seen().then(({ state }) => state === 'open' || undefined), { what: 'the hook to be open' });
  });

  afterAll(async () => {
    await browser.close();
    await service.kill();
  });

  const seen = () =>
    page.evaluate(() => {
      const { seen } = globalThis as unknown as PageWindow;
      return { state: seen?.state.state, summaries: seen?.summaries ?? [], renders: seen?.renders ?? 0 };
    });
  const sees = (last: string) =>
    eventually(() => seen().then((now) => (now.summaries.at(-1) === last ? now : undefined)), { what: last });
  const streams = async () => ((await api.call('GET', '/operator/api/streams')).body.streams as unknown[]).length;
  const publish = (...summaries: string[]) =>
    api.publish(...summaries.map((summary) => event({ module: 'hook', summary })));
  const numbered = (name: string, count: number) => Array.from({ length: count }, (_, index) => `${name} ${index}`);

  it('has one stream, though strict mode mounts twice', async () => {
    await eventually(async () => ((await streams()) === 1 ? true : undefined), { what: 'one stream' });
  });

  it('shows every event once and in order, and a burst in few renderings', async () => {
    const before = await seen();
    const burst = numbered('burst', 500);
    await publish(...burst);
    const { summaries, renders } = await sees('burst 499');
    expect(summaries).toEqual(burst);
    // Strict mode renders each time twice.
    expect(renders - before.renders).toBeLessThan(100);
  });

  it('loses nothing while it is paused, and keeps no more than it was told', async () => {
    await page.evaluate(() => (globalThis as unknown as PageWindow).seen?.pause());
    await eventually(async () => ((await streams()) === 0 ? true : undefined), { what: 'no stream' });
    expect((await seen()).state).toBe('paused');
    const meanwhile = numbered('meanwhile', 200);
    await publish(...meanwhile);
    await page.evaluate(() => (globalThis as unknown as PageWindow).seen?.resume());
    const { summaries } = await sees('meanwhile 199');
    expect(summaries).toEqual([...numbered('burst', 500), ...meanwhile].slice(-600));
  });

  it('keeps fewer when it is told to, with the same stream', async () => {
    const ids = async () =>
      ((await api.call('GET', '/operator/api/streams')).body.streams as { id: string }[]).map(({ id }) => id);
    const before = await ids();
    await page.evaluate(() => (globalThis as unknown as PageWindow).seen?.keep(2));
    await publish('after');
    expect((await sees('after')).summaries).toEqual(['meanwhile 199', 'after']);
    expect([before.length, await ids()]).toEqual([1, before]);
  });

  it('ends its stream when it is unmounted', async () => {
    await page.evaluate(() => (globalThis as unknown as PageWindow).hide());
    await eventually(async () => ((await streams()) === 0 ? true : undefined), { what: 'no stream' });
  });
});
