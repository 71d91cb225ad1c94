import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { type ConnectionState } from '../src/connection-state.js';
import { followEvents } from '../src/follow-events.js';
import { type FollowOptions } from '../src/follow-options.js';
import { type StreamItem } from '../src/stream-item.js';

/** Responds to one request, in any way a server can. */
export type Answer = (response: ServerResponse, request: IncomingMessage) => void;

/** The answers to the requests for tokens and for streams, in order. Without `tokens` each request gets one. */
export interface Script {
  readonly tokens?: Answer[];
  readonly streams?: Answer[];
}

/** A service on a real socket: responds to the next request of each kind with the next answer, and then never again. */
export class SocketService {
  readonly issued: IncomingMessage[] = [];
  readonly opened: URL[] = [];
  /** The `Last-Event-ID` of each request for a stream. */
  readonly lastEventIds: (string | undefined)[] = [];
  readonly #server: Server;

  private constructor(script: Script) {
    const tokens = [...(script.tokens ?? [])];
    const streams = [...(script.streams ?? [])];
    this.#server = createServer((request, response) => {
      const url = new URL(request.url ?? '', 'http://service');
      if (url.pathname.endsWith('/sse-token')) {
        this.issued.push(request);
        return (tokens.shift() ?? token(`t${this.issued.length}`))(response, request);
      }
      // No history: what is tested with this service is the stream.
      if (url.pathname.endsWith('/events')) return response.writeHead(404).end();
      this.opened.push(url);
      this.lastEventIds.push(request.headers['last-event-id'] as string | undefined);
      streams.shift()?.(response, request);
    });
  }

  static async start(script: Script = {}): Promise<SocketService> {
    const service = new SocketService(script);
    await new Promise<void>((resolve) => service.#server.listen(0, '127.0.0.1', resolve));
    running.add(service);
    return service;
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  queries(name: string): (string | null)[] {
    return this.opened.map(({ searchParams }) => searchParams.get(name));
  }

  async stop(): Promise<void> {
    running.delete(this);
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

const running = new Set<SocketService>();

/** Stops every service that a test has started. */
export async function stopServices(): Promise<void> {
  await Promise.all([...running].map((service) => service.stop()));
}

/** Follows until the iteration ends, and returns what a page sees of it. */
export async function followed({ baseUrl }: SocketService, options: Partial<FollowOptions> = {}) {
  const items: StreamItem[] = [];
  const waits: Extract<ConnectionState, { state: 'waiting' }>[] = [];
  const error = await (async () => {
    const all: FollowOptions = {
      baseUrl,
      credential: 'the-credential',
      backoff: { random: () => 0 },
      onState: (state) => state.state === 'waiting' && waits.push(state),
      ...options,
    };
    for await (const item of followEvents(all)) items.push(item);
  })().catch((thrown: unknown) => thrown);
  return {
    error,
    kinds: items.map(({ kind }) => kind),
    events: items.flatMap((item) => (item.kind === 'event' ? [item.event.event_id] : [])),
    positions: items.map(({ position }) => position),
    reasons: waits.map(({ interruption }) => interruption.reason),
    delays: waits.map(({ delayMs }) => delayMs),
  };
}

export const token =
  (value: string): Answer =>
  (response) =>
    response
      .writeHead(200, { 'Content-Type': 'application/json' })
      .end(JSON.stringify({ sse_token: value, expires_in_sec: 60 }));

/** Begins an event stream with these frames, and calls `then`, which may send more or end it. */
export const stream =
  (frames: readonly string[], then: (response: ServerResponse) => void = (response) => response.end()): Answer =>
  (response) => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream; charset=utf-8' });
    response.write(frames.join(''), () => then(response));
  };

/** A response without anything else. */
export const bare =
  (status: number, headers: Record<string, string> = {}, body = ''): Answer =>
  (response) =>
    response.writeHead(status, headers).end(body);

/** A page, as proxies, hotels and gateways send it. */
export const page = (status: number, headers: Record<string, string> = {}): Answer =>
  bare(status, { 'Content-Type': 'text/html', ...headers }, '<!doctype html><title>Sign in</title>');

/** Leaves the connection as it is. */
export const stay = (): void => undefined;
