/** Where the service is: the page is at `operator/ui/` below it. */
export const BASE_URL = new URL('../../', location.href.split(/[?#]/)[0]).href;

/** How often the service gives a sign of life on a quiet stream, ms. The service writes it into the page. */
export const HEARTBEAT_MS = Number(document.documentElement.dataset.heartbeatMs) || 8_000;
