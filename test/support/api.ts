import { eventually } from '../../cluster/eventually.js';
import { used } from './used-credentials.js';
import { SseReader } from './sse-reader.js';

/** An answer with its parsed body; `body` is undefined where it is not JSON. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

/** An event that only says what a test cares about. */
export function event(fields: Record<string, unknown> = {}): Record<string, unknown> {
  return { event_type: 'test.happened', module: 'test', severity: 'info', summary: 'Something happened.', ...fields };
}

/** Calls the service as one principal would. */
export class Api {
  constructor(
    readonly baseUrl: string,
    /** The credential, or what returns the one to use now. */
    private readonly credential: string | (() => string),
  ) {}

  get headers(): Record<string, string> {
    return { 'X-VX11-Token': typeof this.credential === 'string' ? this.credential : this.credential() };
  }

  async call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const content: Record<string, string> = body === undefined ? {} : { 'Content-Type': 'application/json' };
    const response = await fetch(`${this.baseUrl}${path}`, {
      method,
      headers: { ...this.headers, ...content, ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const json = response.headers.get('content-type')?.includes('json');
    return {
      status: response.status,
      headers: response.headers,
      body: json ? (JSON.parse(text) as Answer['body']) : {},
    };
  }

  /** A new token. Fails if none is issued. */
  async token(restrictions?: Record<string, unknown>): Promise<string> {
    const { status, body } = await this.call('POST', '/operator/api/events/sse-token', restrictions);
    if (status !== 200) throw new Error(`no token was issued: ${status} ${JSON.stringify(body)}`);
    return used(body.sse_token as string);
  }

  streamUrl(token: string, query = ''): string {
    return `${this.baseUrl}/operator/api/events/stream?token=${token}${query && `&${query}`}`;
  }

  /** Opens a stream with a new token. A service that is busy may ask to come later; this does, as a browser would. */
  stream(query = '', headers: Record<string, string> = {}): Promise<SseReader> {
    const open = async () => {
      const reader = await SseReader.open(this.streamUrl(await this.token(), query), { headers });
      return reader.refusedSoftly ? undefined : reader;
    };
    return eventually(open, { what: 'a stream', everyMs: 200 });
  }

  /** Publishes events and returns their ids. Fails if they are not accepted. */
  async publish(...events: Record<string, unknown>[]): Promise<string[]> {
    const { status, body } = await this.call('POST', '/operator/api/events', { events });
    if (status !== 202) throw new Error(`the events were not accepted: ${status} ${JSON.stringify(body)}`);
    return body.ids as string[];
  }
}
