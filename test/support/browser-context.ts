import { type IncomingHttpHeaders } from 'node:http';
import { type Api } from './api.js';
import { SseReader } from './sse-reader.js';
import { used } from './used-credentials.js';

const COOKIE = /^(?:__Host-)?vx11_resume=([^;]+)/;

/** What a browser sends with an `EventSource` of a page of the service's origin. */
export const FROM_PAGE = { 'Sec-Fetch-Site': 'same-origin', 'Sec-Fetch-Mode': 'cors', 'Sec-Fetch-Dest': 'empty' };

/** The cookie jar of one browser, and requests as the browser sends them. Browsers of other people have other jars. */
export class BrowserContext {
  /** `name=value`, as it is sent. */
  cookie: string | undefined;
  /** The whole header that set it. */
  setCookie: string | undefined;

  constructor(private readonly headers: Record<string, string> = {}) {}

  /** Requests the stream of `token`, at any instance of `api`, as an `EventSource` does. */
  async open(api: Api, token: string, lastEventId?: string, extra: Record<string, string> = {}): Promise<SseReader> {
    const reader = await SseReader.open(api.streamUrl(token), {
      headers: { ...this.all(extra), ...(lastEventId !== undefined && { 'Last-Event-ID': lastEventId }) },
    });
    this.keep(reader.headers);
    return reader;
  }

  /** Asks for a token, as the script of a page does. */
  async token(api: Api): Promise<string> {
    const { status, body, headers } = await api.call('POST', '/operator/api/events/sse-token', undefined, this.all());
    if (status !== 200) throw new Error(`no token was issued: ${status}`);
    this.keep({ 'set-cookie': headers.getSetCookie() });
    return used(body.sse_token as string);
  }

  /** Keeps the cookie that a response sets. */
  keep({ 'set-cookie': headers = [] }: Pick<IncomingHttpHeaders, 'set-cookie'>): void {
    for (const header of headers) {
      const value = COOKIE.exec(header)?.[1];
      if (value === undefined) continue;
      used(value);
      this.setCookie = header;
      this.cookie = header.split(';')[0];
    }
  }

  private all(extra: Record<string, string> = {}): Record<string, string> {
    return { ...FROM_PAGE, ...this.headers, ...(this.cookie && { Cookie: this.cookie }), ...extra };
  }
}
