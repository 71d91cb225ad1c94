import { type EndpointRule } from '../endpoints/endpoint-rule.js';
import { PAGE_PATH } from '../endpoints/paths.js';

const OPEN = { method: 'GET', access: 'public', reach: 'outside' } as const;

/** The routes of the page. It has no controller: Nest takes the slash off the end of a controller's path. */
export const PAGE_ENDPOINTS = {
  root: { ...OPEN, path: '/', purpose: 'Lead a browser to the page.' },
  bare: { ...OPEN, path: PAGE_PATH.slice(0, -1), purpose: 'Lead to the page, whose address has a slash at the end.' },
  page: { ...OPEN, path: PAGE_PATH, purpose: 'The page for operators.' },
  client: { ...OPEN, path: `${PAGE_PATH}sse-client.js`, purpose: 'The client, for pages that import it from here.' },
  file: { ...OPEN, path: `${PAGE_PATH}assets/:file`, purpose: 'Scripts and styles of the page.' },
} as const satisfies Record<string, EndpointRule>;
