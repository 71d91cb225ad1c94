import { asMoment, microseconds } from './clock.js';
import { CompleteFrames } from './complete-frames.js';
import { EventScanner, type Tally } from './event-scanner.js';
import { renderRequest, type StreamSpec } from './requests.js';
import { StreamSocket } from './stream-socket.js';

/** An event that arrives within this time is fresh, µs: the stream has caught up. */
const FRESH = 250_000;

/** What a client tells its pool. */
export interface StreamClientListener {
  /** The status arrived, `microseconds` after connecting began; 200: the stream is open. */
  responded(client: StreamClient, status: number, microseconds: number): void;
  ended(client: StreamClient): void;
  read: (this: void, bytes: number) => void;
}

export interface StreamClientOptions {
  localAddress?: string;
  /** Whether the stream will resume: then the client keeps the last `id:` and counts only complete frames. */
  resumable?: boolean;
  /** Whether to stop reading once the stream is open. */
  stalled?: boolean;
}

/** One client with one stream: checks what it receives and, if it is resumable, keeps the position to resume after. */
export class StreamClient {
  readonly scanner: EventScanner;
  /** When the first fresh event arrived since the stream was last opened, in `microseconds()`; 0: not yet. */
  liveAt = 0;
  /** When the first byte of the body arrived since the stream was last opened; 0: not yet. */
  firstByteAt = 0;
  open = false;
  private readonly frames?: CompleteFrames;
  private socket?: StreamSocket;

  constructor(
    private spec: StreamSpec,
    private readonly listener: StreamClientListener,
    tally: Tally,
    private readonly options: StreamClientOptions,
  ) {
    this.scanner = new EventScanner(tally, spec.lanes);
    if (options.resumable) this.frames = new CompleteFrames((bytes, start, end) => this.scan(bytes, start, end));
  }

  get gaps(): number {
    return this.frames?.gaps ?? 0;
  }

  /** Opens the stream, after the last id if there is one. `spec` replaces the request. */
  connect(spec: StreamSpec = this.spec): void {
    this.spec = spec;
    this.liveAt = 0;
    this.firstByteAt = 0;
    const startedAt = microseconds();
    const lastId = this.frames?.lastId;
    const request = renderRequest('GET', spec, {
      Accept: 'text/event-stream',
      ...(lastId ? { 'Last-Event-ID': lastId } : {}),
    });
    const target = { host: spec.host, port: spec.port, localAddress: this.options.localAddress };
    this.socket = new StreamSocket(target, request, {
      head: ({ status }) => {
        this.open = status === 200;
        if (this.options.stalled) this.socket?.stall();
        this.listener.responded(this, status, microseconds() - startedAt);
      },
      body: (bytes, start, end) => this.receive(bytes, start, end),
      end: () => this.end(),
      read: this.listener.read,
    });
  }

  /** Sets which event must come next: the first of its lane from `sequence` on; -1: no change. */
  expect(sequence: number): void {
    if (sequence < 0) return;
    const { lane, lanes } = this.spec;
    this.scanner.expected = sequence + ((lane - (sequence % lanes) + lanes) % lanes);
  }

  close(): void {
    this.open = false;
    this.frames?.cut();
    this.socket?.close();
    this.socket = undefined;
  }

  private receive(bytes: Buffer, start: number, end: number): void {
    if (this.firstByteAt === 0) this.firstByteAt = microseconds();
    if (this.frames) this.frames.feed(bytes, start, end);
    else this.scan(bytes, start, end);
  }

  private scan(bytes: Buffer, start: number, end: number): void {
    const now = microseconds();
    const fresh = this.scanner.scan(bytes, start, end, asMoment(now)) < FRESH;
    if (fresh && this.liveAt === 0) this.liveAt = now;
  }

  private end(): void {
    this.open = false;
    this.frames?.cut();
    this.listener.ended(this);
  }
}
