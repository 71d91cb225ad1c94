/** Returns the URL of a route of the service. A path in `baseUrl` is kept, since a gateway may serve the service below a prefix. */
export function serviceUrl(baseUrl: string, route: string): URL {
  const page = (globalThis as { location?: { href: string } }).location?.href;
  const base = new URL(baseUrl, page);
  base.search = '';
  base.hash = '';
  if (!base.pathname.endsWith('/')) base.pathname += '/';
  return new URL(route.replace(/^\//, ''), base);
}
