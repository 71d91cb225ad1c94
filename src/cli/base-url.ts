import { CliFailure } from './cli-failure.js';

export const DEFAULT_BASE_URL = 'http://127.0.0.1:8000';

/** Returns a checked address of the service: http or https, without credential, query or fragment. @throws CliFailure `usage` */
export function baseUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new CliFailure('usage', `${JSON.stringify(text)} is not an address such as ${DEFAULT_BASE_URL}.`);
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw new CliFailure(
      'usage',
      `The address of the service carries no credential, query or fragment: ${url.origin}${url.pathname}`,
    );
  }
  return url.href;
}
