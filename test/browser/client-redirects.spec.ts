// A browser follows redirects by itself, unless it is told not to, and then hides what it was sent. A credential that came along would
// be at another server before anybody could look.
import { readFileSync } from 'node:fs';
import { type Browser } from 'playwright-core';
import { type followEvents as Follow, type FollowOptions, type RefusedError } from '#client';
import { bare, type Script, SocketService, stopServices } from '../../client/test-support/socket-service.js';
import { repositoryFile } from '../../cluster/repository.js';
import { newCredential } from '../support/used-credentials.js';
import { startChromium } from './support/chromium.js';

const CREDENTIAL = newCredential();
const [, BUNDLE = ''] = /'\.\/(.*)'/.exec(readFileSync(repositoryFile('dist/ui/sse-client.js'), 'utf8')) ?? [];

describe("In Chromium, the client's request", () => {
  let browser: Browser;
  beforeAll(async () => void (browser = await startChromium()));
  afterEach(stopServices);
  afterAll(() => browser.close());

  /** A page of the service's own origin follows the events. Returns how that was refused. */
  async function refusalBy(service: SocketService): Promise<Pick<RefusedError, 'step' | 'kind' | 'message'>> {
    const page = await browser.newPage();
    const script = repositoryFile(`dist/ui/${BUNDLE}`);
    await page.route('**/page', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }));
    await page.route('**/client.js', (route) => route.fulfill({ contentType: 'text/javascript', path: script }));
    await page.route('**/sse-client-*.js', (route) => {
      const name = new URL(route.request().url()).pathname;
      return route.fulfill({ contentType: 'text/javascript', path: repositoryFile(`dist/ui/assets${name}`) });
    });
    await page.goto(`${service.baseUrl}/page`);
    const refusal = await page.evaluate(follow, { baseUrl: service.baseUrl, credential: CREDENTIAL });
    await page.close();
    return refusal;
  }

  it.each([302, 307])('is not sent on by a redirect with %i, to another origin or the same', async (status) => {
    const other = await SocketService.start();
    for (const location of [`${other.baseUrl}/sse-token`, '/moved/sse-token']) {
      const redirect = [bare(status, { Location: location, 'Access-Control-Allow-Origin': '*' })];
      const scripts: [RefusedError['step'], Script][] = [['token', { tokens: redirect }], ['stream', { streams: redirect }]]; // prettier-ignore
      for (const [step, script] of scripts) {
        const service = await SocketService.start(script);
        const message = expect.stringContaining('Set baseUrl to where it leads.');
        expect(await refusalBy(service)).toEqual({ step, kind: 'not_the_service', message });
        expect([service.issued.length, service.opened.length]).toEqual([1, step === 'token' ? 0 : 1]);
      }
    }
    expect([other.issued, other.opened]).toEqual([[], []]);
  });
});

/** Runs in the page. */
async function follow(options: FollowOptions): Promise<Pick<RefusedError, 'step' | 'kind' | 'message'>> {
  const address = '/client.js';
  const { followEvents } = (await import(address)) as { followEvents: typeof Follow };
  try {
    for await (const item of followEvents(options)) void item;
  } catch (error) {
    const { step, kind, message } = error as RefusedError;
    return { step, kind, message };
  }
  throw new Error('The iteration ended without a refusal.');
}
