// npm run screenshots: takes pictures of the page into .run/screenshots, and those that the documentation shows into docs/images.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryFile } from '../../cluster/repository.js';
import { HostedService } from '../support/hosted-service.js';
import { Api } from '../support/api.js';
import { startChromium } from './support/chromium.js';
import { OpenPage } from './support/open-page.js';
import { squeezePng } from './support/squeeze-png.js';
import { happening } from './support/happening.js';

const FOLDER = repositoryFile('.run/screenshots');
const SIZES = { wide: { width: 1_280, height: 800 }, narrow: { width: 390, height: 844 } } as const;
/** The pictures in docs/images, which have to be small. */
const SHOWN: Readonly<Record<string, { file: string; height: number }>> = {
  'wide-dark-events': { file: 'page.png', height: 620 },
  'narrow-light-events': { file: 'page-narrow.png', height: 844 },
};

mkdirSync(FOLDER, { recursive: true });
mkdirSync(repositoryFile('docs/images'), { recursive: true });
const [browser, service] = await Promise.all([startChromium(), HostedService.start()]);
const { api } = service;
const url = `${service.baseUrl}/operator/ui/`;
const others = await Promise.all(['module=switch', 'severity=critical,error'].map((query) => api.stream(query)));
let number = 0;
const publish = (count: number) => api.publish(...Array.from({ length: count }, () => happening(number++)));
/** For the chart: some events in each of the last seconds. */
for (let second = 118; second > 0; second--) {
  const at = new Date(Date.now() - second * 1_000).toISOString();
  const count = 3 + Math.round(4 * Math.sin(second / 9) + 4 * Math.sin(second / 23)) + (second % 37 === 0 ? 9 : 0);
  await api.publish(...Array.from({ length: Math.max(1, count) }, () => ({ ...happening(number++), created_at: at })));
}

for (const [size, viewport] of Object.entries(SIZES)) {
  for (const colorScheme of ['light', 'dark'] as const) {
    const opened = await OpenPage.open(browser, url, { viewport, colorScheme });
    const { page } = opened;
    const take = async (name: string) => {
      const path = `${size}-${colorScheme}-${name}`;
      await page.screenshot({ path: join(FOLDER, `${path}.png`) });
      const shown = SHOWN[path];
      if (!shown) return;
      const clip = { x: 0, y: 0, width: viewport.width, height: shown.height };
      writeFileSync(repositoryFile(`docs/images/${shown.file}`), squeezePng(await page.screenshot({ clip })));
    };
    await opened.button('Sign in').waitFor();
    await take('sign-in');
    await page.goto(`${url}#token=${api.headers['X-VX11-Token']}`);
    await opened.live();
    await opened.rows.nth(5).waitFor();
    await publish(4);
    await page.waitForTimeout(1_500);
    if (size === 'wide') {
      await opened.rows.nth(4).click();
      await publish(3);
      await opened.sees('3 new events');
    }
    await take('events');
    if (size === 'narrow') {
      await opened.rows.nth(1).click();
      await take('details');
    }
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await take('keys');
    await page.keyboard.press('Escape');
    await page.getByText('Module: all').click();
    await take('menu');
    await page.keyboard.press('Escape');
    await page.getByLabel('Words in the events').fill('nothing has this');
    await opened.sees('No event passes the filter.');
    await take('nothing');
    await opened.button('Streams').click();
    await opened.sees('everything');
    await take('streams');
    await opened
      .button(/^End this stream/)
      .first()
      .click();
    await take('end-stream');
    await page.keyboard.press('Escape');
    await opened.button('Back to the events').click();
    await opened.button('Show all events').click();
    await new Api(service.baseUrl, () => api.headers['X-VX11-Token']!).call(
      'DELETE',
      '/operator/api/principals/operator/sessions',
    );
    await opened.sees('Your access was revoked.');
    await take('revoked');
    await opened.close();
  }
}
others.forEach((stream) => stream.close());
await browser.close();
await service.stop();
