import { at, event, page, token } from './scripted-service.js';

/** A service with a log of numbered events, in which a proxy can hold its streams back. */
export class LoggedService {
  /** The number of the newest event. */
  head = 0;
  /** How often the history was read. */
  polled = 0;
  /** How often a stream was asked for. */
  attempts = 0;
  /** What the history responds with instead. */
  refuses: ReturnType<typeof page> | undefined;
  /** The proxy keeps every byte of a stream; what is open then is cut. */
  #held = false;
  /** The open streams, and up to which event each has them. */
  readonly #open = new Map<ReadableStreamDefaultController<Uint8Array>, number>();

  readonly fetch: typeof fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const signal = init?.signal ?? new AbortController().signal;
    if (url.pathname.endsWith('/sse-token')) return token('a-token')(signal);
    if (url.pathname.endsWith('/events')) return this.#history(numberOf(url.searchParams.get('after')), signal);
    return this.#stream(numberOf(url.searchParams.get('last_event_id')), signal);
  };

  publish(): void {
    this.head += 1;
    for (const [stream, from] of this.#open) this.#send(stream, from);
  }

  hold(held: boolean): void {
    this.#held = held;
    for (const stream of this.#open.keys()) stream.error(new TypeError('terminated'));
    this.#open.clear();
  }

  #history(after: number, signal: AbortSignal): Response | Promise<Response> {
    this.polled += 1;
    return (this.refuses ?? page(this.#after(after), at(this.head)))(signal);
  }

  #stream(after: number, signal: AbortSignal): Promise<Response> {
    this.attempts += 1;
    if (this.#held) return new Promise(() => undefined);
    const body = new ReadableStream<Uint8Array>({
      start: (stream) => {
        signal.addEventListener('abort', () => this.#open.delete(stream) && stream.error(signal.reason));
        this.#send(stream, after);
      },
    });
    return Promise.resolve(new Response(body, { headers: { 'Content-Type': 'text/event-stream' } }));
  }

  #send(stream: ReadableStreamDefaultController<Uint8Array>, from: number): void {
    const frames = ['retry: 0\n\n', ...this.#after(from).map((n) => event(n))];
    stream.enqueue(new TextEncoder().encode(frames.join('')));
    this.#open.set(stream, this.head);
  }

  #after(after: number): number[] {
    return Array.from({ length: this.head - after }, (_, index) => after + index + 1);
  }
}

function numberOf(position: string | null): number {
  return Number(position?.split('-').at(-1) ?? 0);
}
