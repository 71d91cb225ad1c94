import { get, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { createParser } from 'eventsource-parser';

/** One frame as an independent parser read it. `event` is `message` where the stream names none. */
export interface Frame {
  readonly event: string;
  readonly id: string | undefined;
  readonly data: string;
}

export interface OpenOptions {
  readonly headers?: Record<string, string>;
  /** Any address of 127.0.0.0/8; limits by address count it as another client. */
  readonly localAddress?: string;
}

/** A client of one stream, over a connection of its own. It reads as fast as it can and never reconnects. */
export class SseReader {
  readonly frames: Frame[] = [];
  /** Everything received, as text. */
  body = '';
  retryMs: number | undefined;
  ended = false;
  private wakers: (() => void)[] = [];

  private constructor(private readonly response: IncomingMessage) {
    const parser = createParser({
      onEvent: ({ event = 'message', id, data }) => this.frames.push({ event, id, data }),
      onRetry: (ms) => (this.retryMs = ms),
    });
    response.setEncoding('utf8');
    response.on('data', (chunk: string) => {
      this.body += chunk;
      parser.feed(chunk);
      this.wake();
    });
    response.once('close', () => {
      this.ended = true;
      this.wake();
    });
    response.on('error', () => undefined);
  }

  /** Resolves when the response head is there, whatever its status. */
  static open(url: string, { headers = {}, localAddress }: OpenOptions = {}): Promise<SseReader> {
    return new Promise((resolve, reject) => {
      const request = get(url, { headers, localAddress, agent: false }, (response) => resolve(new SseReader(response)));
      request.on('error', reject);
    });
  }

  get status(): number {
    return this.response.statusCode ?? 0;
  }

  get headers(): IncomingHttpHeaders {
    return this.response.headers;
  }

  /** Whether the service opened no stream and asks to come later: such a response tells its length. */
  get refusedSoftly(): boolean {
    return this.status === 200 && this.headers['content-length'] !== undefined;
  }

  /** Published events received live or by replay, parsed. */
  get events(): Record<string, unknown>[] {
    return this.framesOf('message').map(({ data }) => JSON.parse(data) as Record<string, unknown>);
  }

  /** What a browser would send as `Last-Event-ID`. */
  get lastEventId(): string | undefined {
    return this.frames.findLast(({ id }) => id !== undefined)?.id;
  }

  framesOf(event: string): Frame[] {
    return this.frames.filter((frame) => frame.event === event);
  }

  /** Waits until `look` returns something; fails with what has come so far. */
  async until<T>(look: (reader: this) => T | undefined | false, what: string, timeoutMs = 60_000): Promise<T> {
    const deadline = performance.now() + timeoutMs;
    for (;;) {
      const seen = look(this);
      if (seen !== undefined && seen !== false) return seen;
      const left = deadline - performance.now();
      if (left <= 0)
        throw new Error(`Waited ${timeoutMs} ms for ${what}; the stream said:\n${this.body.slice(-2_000)}`);
      await this.change(left);
    }
  }

  /** The first frame of a kind. */
  first(event: string): Promise<Frame> {
    return this.until(() => this.framesOf(event)[0], `a frame "${event}"`);
  }

  /** Waits for `count` published events. */
  async receive(count: number): Promise<Record<string, unknown>[]> {
    await this.until(() => this.framesOf('message').length >= count, `${count} events`);
    return this.events;
  }

  /** Waits for the end of the stream. */
  async end(): Promise<void> {
    await this.until(() => this.ended, 'the end of the stream');
  }

  /** Waits until it shows that it is open, by its snapshot, or is over; returns whether it was open. */
  async wasOpened(): Promise<boolean> {
    const opened = () => this.framesOf('snapshot').length > 0;
    await this.until(() => opened() || this.ended, 'a snapshot, or the end of the stream');
    return opened();
  }

  close(): void {
    this.response.destroy();
  }

  private change(withinMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, withinMs);
      this.wakers.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  private wake(): void {
    const wakers = this.wakers;
    this.wakers = [];
    for (const waker of wakers) waker();
  }
}
