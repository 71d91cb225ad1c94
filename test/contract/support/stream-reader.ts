import { type Socket } from 'node:net';
import { createParser } from 'eventsource-parser';
import { eventually } from '../../../cluster/eventually.js';
import { parsePosition } from '../../../src/event-log/position.js';

export interface Frame {
  /** `message` if the frame has no name. */
  readonly event: string;
  readonly id: string | undefined;
  readonly data: string;
}

/** The client of a stream. It reads the stream with an independent parser. */
export class StreamReader {
  readonly frames: Frame[] = [];
  retryMs: number | undefined;
  ended = false;
  private readonly labelled: number[] = [];
  private parsed = 0;

  constructor(private readonly socket: Socket) {
    const parser = createParser({
      onEvent: ({ event = 'message', id, data }) => this.frames.push({ event, id, data }),
      onRetry: (ms) => (this.retryMs = ms),
    });
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => parser.feed(chunk));
    socket.on('error', () => undefined);
    socket.once('close', () => (this.ended = true));
  }

  /** Numbers of the published events received, those of the snapshot first, by their label. */
  get labels(): number[] {
    for (; this.parsed < this.frames.length; this.parsed++) {
      const { event, data } = this.frames[this.parsed]!;
      const parsed = JSON.parse(data) as { label: number; events: { label: number }[] };
      if (event === 'snapshot') this.labelled.push(...parsed.events.map(({ label }) => label));
      if (event === 'message') this.labelled.push(parsed.label);
    }
    return [...this.labelled];
  }

  /** Numbers of the ids of all frames, in order. */
  get numbers(): (number | undefined)[] {
    return this.frames.map(({ id }) => parsePosition(id ?? '')?.n);
  }

  of(event: string): (Frame & { readonly json: Record<string, unknown> })[] {
    const frames = this.frames.filter((frame) => frame.event === event);
    return frames.map((frame) => ({ ...frame, json: JSON.parse(frame.data) as Record<string, unknown> }));
  }

  /** Waits until `look` returns a value. */
  async until<T>(look: (reader: this) => T | undefined | false, what: string, timeoutMs?: number): Promise<T> {
    const seen = () => look(this) || undefined;
    return eventually(seen, { what, timeoutMs, everyMs: 5 }).catch((error: Error) => {
      throw new Error(`${error.message}; received: ${JSON.stringify(this.frames.slice(-5))}`);
    });
  }

  /** Waits until an event with this label is there. */
  async label(label: number): Promise<void> {
    await this.until(() => this.labels.includes(label), `the event labelled ${label}`);
  }

  async first(event: string): Promise<Frame & { readonly json: Record<string, unknown> }> {
    return this.until(() => this.of(event)[0], `a frame "${event}"`);
  }

  async end(): Promise<void> {
    await this.until(() => this.ended, 'the end of the stream');
  }

  /** Stops reading, so that bytes wait in the server. */
  pause(): void {
    this.socket.pause();
  }

  resume(): void {
    this.socket.resume();
  }

  close(): void {
    this.socket.destroy();
  }
}
