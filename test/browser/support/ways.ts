import { clientBundle } from './client-bundle.js';
import { type Tab } from './browser.js';
import { openClient, openNative, startCounting } from './counting.js';
import { type Site } from './site.js';

/** How a page follows the events. */
export interface Way {
  readonly name: string;
  /** Opens a stream in a blank tab. */
  open(tab: Tab, site: Site, options?: Readonly<Record<string, unknown>>): Promise<void>;
}

/** The token comes from the back end of the page, so the page begins without any cookie. */
export const NATIVE: Way = {
  name: 'EventSource',
  async open(tab, site) {
    await tab.goto(site.blankPage);
    await startCounting(tab);
    await openNative(tab, site.streamUrl(await site.token()));
  },
};

export const CLIENT: Way = {
  name: 'followEvents',
  async open(tab, site, options = {}) {
    await tab.goto(site.blankPage);
    await startCounting(tab);
    await tab.evaluate(clientBundle());
    const { credential } = site.deployment.instances;
    await openClient(tab, { baseUrl: site.origin, credential, filter: { modules: ['proof'] }, ...options });
  },
};

/** The tabs of one profile have one stream. */
export const SHARED: Way = {
  name: 'followEvents, shared',
  open: (tab, site, options = {}) => CLIENT.open(tab, site, { share: true, ...options }),
};

export const WAYS: readonly Way[] = [NATIVE, CLIENT];
