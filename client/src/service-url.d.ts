/** Where a route of the service is. A path in `baseUrl` is kept, so the service may live below a gateway's prefix. */
export declare function serviceUrl(baseUrl: string, route: string): URL;
