// An instance that dies at the worst moment costs no event in Firefox either, and a page whose principal is revoked shows none that
// came after.
import { driveFirefox } from './support/firefox.js';
import { testsOfPagesOnce } from './support/pages-once.js';

describe('pages in Firefox', testsOfPagesOnce(driveFirefox));
