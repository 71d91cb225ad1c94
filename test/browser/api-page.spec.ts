// Who tries the API for the first time does it on this page: a stream must show events there, not wait for an end that never comes, and
// nothing may be filled in that hides events.
import { type Browser } from 'playwright-core';
import { type Instance } from '../../cluster/instance.js';
import { OPERATOR, reaching, startInMemory } from '../cli/support/service.js';
import { Api, event } from '../support/api.js';
import { startChromium } from './support/chromium.js';

describe('the API page', () => {
  let browser: Browser;
  let service: Instance;

  beforeAll(async () => {
    browser = await startChromium();
    service = await startInMemory();
  });

  afterAll(async () => {
    await browser.close();
    await service.kill();
  });

  it('shows the beginning of a stream as it comes, with the values that are filled in', async () => {
    const { VX11_URL } = reaching(service);
    await new Api(service.baseUrl, OPERATOR).publish(event({ summary: 'shown on the API page' }));
    const page = await browser.newPage();
    await page.goto(`${VX11_URL}/operator/api/docs`);
    await page.click('button.authorize');
    await page.fill('.auth-container input >> nth=0', OPERATOR);
    await page.click('.auth-container button.authorize >> nth=0');
    await page.click('.close-modal');
    const stream = page.locator('.opblock-get', { hasText: 'Follow events over SSE.' });
    await stream.locator('.opblock-summary-control').click();
    await stream.locator('.try-out__btn').click();
    expect(await stream.locator('input[placeholder="snapshot"]').inputValue()).toBe('5');
    await stream.locator('button.execute').click();
    const shown = stream.locator('.live-responses-table .response .highlight-code').first();
    await shown.waitFor();
    const text = await shown.innerText();
    for (const part of ['event: snapshot', 'shown on the API page', 'event: heartbeat']) expect(text).toContain(part);
    await page.close();
  });
});
