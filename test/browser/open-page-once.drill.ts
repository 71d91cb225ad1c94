// What a page does once: it opens its stream with a token, and may lose the right to it. An instance that dies at the worst moment
// costs no event, and a page whose principal is revoked shows none that came after. In both browsers.
import { type Browser } from './support/browser.js';
import { driveChromium } from './support/chromium-tabs.js';
import { driveFirefox } from './support/firefox.js';
import { testsOfPagesOnce } from './support/pages-once.js';

describe.each<[string, () => Promise<Browser>]>([
  ['Chromium', driveChromium],
  ['Firefox', driveFirefox],
])('pages in %s', (_, drive) => testsOfPagesOnce(drive)());
