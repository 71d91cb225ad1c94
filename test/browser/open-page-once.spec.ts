// What a page does once: it opens its stream with a token, and may lose the right to it. An instance that dies at the worst moment
// costs no event, and a page whose principal is revoked shows none that came after. The drill has the same in Firefox.
import { driveChromium } from './support/chromium-tabs.js';
import { testsOfPagesOnce } from './support/pages-once.js';

describe('pages in Chromium', testsOfPagesOnce(driveChromium));
