/** Makes a response. */
type Respond = (signal: AbortSignal) => Response | Promise<Response>;

/** A request that the service got. */
export interface SeenRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
}

/** A service for tests: responds to the next request of each kind with the next response of its script. */
export class ScriptedService {
  readonly issued: SeenRequest[] = [];
  readonly opened: SeenRequest[] = [];
  readonly polled: SeenRequest[] = [];

  constructor(readonly script: { tokens?: Respond[]; streams: Respond[]; pages?: Respond[] }) {}

  readonly fetch: typeof fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const seen = { method: init?.method ?? 'GET', url, headers: new Headers(init?.headers) };
    const signal = init?.signal ?? new AbortController().signal;
    if (url.pathname.endsWith('/sse-token')) {
      this.issued.push(seen);
      return (this.script.tokens?.shift() ?? token(`t${this.issued.length}`))(signal);
    }
    if (url.pathname.endsWith('/events')) {
      this.polled.push(seen);
      return (this.script.pages?.shift() ?? page([], seen.url.searchParams.get('after') ?? at(0)))(signal);
    }
    this.opened.push(seen);
    const respond = this.script.streams.shift();
    return respond === undefined ? new Promise<Response>(() => undefined) : respond(signal);
  };

  /** Returns the value of a query parameter in each request for a stream. */
  queries(name: string): (string | null)[] {
    return this.opened.map(({ url }) => url.searchParams.get(name));
  }
}

export const token =
  (value: string, seconds = 60): Respond =>
  () =>
    Response.json({
      sse_token: value,
      expires_in_sec: seconds,
      ttl_sec: seconds,
      endpoint: '/operator/api/events/stream',
    });

export const refusal =
  (status: number, code?: string, headers: Record<string, string> = {}): Respond =>
  () =>
    new Response(code === undefined ? 'no' : JSON.stringify({ status, code, detail: `detail of ${code}` }), {
      status,
      headers: { 'Content-Type': code === undefined ? 'text/html' : 'application/problem+json', ...headers },
    });

export const broken = (): Respond => () => Promise.reject(new TypeError('fetch failed'));

/** Responds with a stream of these frames, which then ends (`close`), breaks (`cut`) or stays silent (`hang`). */
export const stream =
  (
    frames: readonly string[],
    then: 'close' | 'cut' | 'hang' = 'close',
    type = 'text/event-stream; charset=utf-8',
  ): Respond =>
  (signal) => {
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const frame of frames) controller.enqueue(new TextEncoder().encode(frame));
        if (then === 'close') controller.close();
        if (then === 'cut') controller.enqueue(new TextEncoder().encode('data: {"half":'));
        signal.addEventListener('abort', () => {
          try {
            controller.error(new DOMException('aborted', 'AbortError'));
          } catch {
            // The stream has ended already.
          }
        });
        if (then === 'cut') setTimeout(() => controller.error(new TypeError('terminated')), 5);
      },
    });
    return new Response(body, { headers: { 'Content-Type': type } });
  };

export const at = (n: number, epoch = 'abc', ms = 1_000 + n): string => `${epoch}-${ms}-${n}`;

/** Responds with a part of the history that ends at this position. */
export const page =
  (
    numbers: readonly number[],
    last: string,
    told: object | null = null,
    positionOf: (n: number) => string = at,
  ): Respond =>
  () =>
    Response.json({ ...pageOf(numbers, last, told), positions: numbers.map((n) => positionOf(n)) });

/** The same, from a service of version 2, which does not tell the positions. */
export const oldPage =
  (numbers: readonly number[], last: string, told: object | null = null): Respond =>
  () =>
    Response.json(pageOf(numbers, last, told));

const pageOf = (numbers: readonly number[], last: string, told: object | null) => ({
  events: numbers.map(body),
  first_event_id: '',
  last_event_id: last,
  gap: told,
});

const json = (value: unknown) => JSON.stringify(value);
const body = (n: number) => ({
  event_id: `e${n}`,
  event_type: 't',
  summary: `s${n}`,
  module: 'm',
  severity: 'info',
  created_at: 'now',
});

export const event = (n: number, position = at(n)): string => `id: ${position}\ndata: ${json(body(n))}\n\n`;
export const snapshot = (n: number, of: readonly number[] = [n]): string =>
  `retry: 0\n\nid: ${at(n)}\nevent: snapshot\ndata: ${json({ type: 'snapshot', events: of.map(body), last_event_id: at(n) })}\n\n`;
export const heartbeat = (n: number): string =>
  `id: ${at(n)}\nevent: heartbeat\ndata: ${json({ type: 'heartbeat', timestamp: 'now' })}\n\n`;
export const gap = (n: number, reason: string): string =>
  `id: ${at(n)}\nevent: gap\ndata: ${json({ type: 'gap', reason, missed_from: at(1), resumed_at: at(n) })}\n\n`;
export const goodbye = (reason: string, reconnect: boolean, retryMs?: number): string =>
  `event: goodbye\ndata: ${json({ type: 'goodbye', reason, reconnect, retry_ms: retryMs })}\n\n`;
