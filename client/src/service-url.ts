/** Where a route of the service is. A path in `baseUrl` is kept, so the service may live below a gateway's prefix. */
export function serviceUrl(baseUrl: string, route: string): URL {
  const page = (globalThis as { location?: { href: string } }).location?.href;
  const base = new URL(baseUrl, page);
  base.search = '';
  base.hash = '';
  if (!base.pathname.endsWith('/')) base.pathname += '/';
  return new URL(route.replace(/^\//, ''), base);
}
