import { isIP } from 'node:net';
import { type ConfigurationFault } from './configuration-error.js';

const VARIABLE = 'VX11_ALLOWED_ORIGINS';

/** One fault for each element that is not written as a browser writes an origin: no request would ever match it. */
export function originFaults(origins: readonly string[]): ConfigurationFault[] {
  return origins.flatMap((got) => {
    const wants = wanted(got);
    return wants === undefined ? [] : [{ variable: VARIABLE, got, wants }];
  });
}

/** Warnings for origins without TLS: whoever is between such a page and its user can write the page. */
export function unprotectedOrigins(origins: readonly string[]): string[] {
  return origins
    .filter((origin) => origin.startsWith('http:') && !isLocal(new URL(origin).hostname))
    .map((origin) => `${VARIABLE} names ${origin}, whose pages anyone on the way to them can change; use https.`);
}

/** What should be there instead of `text`; undefined if it is an origin. */
function wanted(text: string): string | undefined {
  if (text.includes('*')) return 'each origin by its full name; there are no patterns';
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) return 'an origin that begins with https:// or http://';
  return url.origin === text ? undefined : url.origin;
}

function isLocal(host: string): boolean {
  return (
    host === 'localhost' ||
    host.endsWith('.localhost') ||
    host === '[::1]' ||
    (isIP(host) === 4 && host.startsWith('127.'))
  );
}
