import { type StreamFilter } from './follow-options.js';

/** The parameters of a query. Those that are empty or undefined are left out. */
export type Query = Readonly<Record<string, string | undefined>>;

/** Returns the URL of a route of the service. A path in `baseUrl` is kept, since a gateway may serve the service below a prefix. */
export function serviceUrl(baseUrl: string, route: string, query: Query = {}): URL {
  const page = (globalThis as { location?: { href: string } }).location?.href;
  const base = new URL(baseUrl, page);
  base.search = '';
  base.hash = '';
  if (!base.pathname.endsWith('/')) base.pathname += '/';
  const url = new URL(route.replace(/^\//, ''), base);
  for (const [name, value] of Object.entries(query)) if (value) url.searchParams.set(name, value);
  return url;
}

/** Returns the parameters that select the events of a stream or of the history. */
export function filterQuery({ severities, modules, eventTypes }: StreamFilter = {}): Query {
  return { severity: severities?.join(','), module: modules?.join(','), event_type: eventTypes?.join(',') };
}
