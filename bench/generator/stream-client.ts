import { asMoment, microseconds } from './clock.js';
import { CompleteFrames } from './complete-frames.js';
import { EventScanner, type Tally } from './event-scanner.js';
import { renderRequest, type StreamSpec } from './requests.js';
import { StreamSocket } from './stream-socket.js';

/** An event that arrives within this many microseconds is fresh: the stream is live, not catching up. */
const FRESH = 250_000;

/** The callbacks of a client to its pool. */
export interface StreamClientListener {
  /** The status arrived; 200 means open. `microseconds` since connecting began. */
  answered(client: StreamClient, status: number, microseconds: number): void;
  ended(client: StreamClient): void;
  read: (this: void, bytes: number) => void;
}

export interface StreamClientOptions {
  localAddress?: string;
  /** Remember `id:` and let only complete frames count: for streams that will resume. */
  resumable?: boolean;
  /** Stop reading once the stream is open. */
  stalled?: boolean;
}

/** One client: a stream, the check of what it receives and, when it is resumable, the position it would resume from. */
export class StreamClient {
  readonly scanner: EventScanner;
  /** When the first fresh event came since the stream was (re)opened, in `microseconds()`; 0: not yet. */
  liveAt = 0;
  /** When the first byte of the body came since the stream was (re)opened; 0: not yet. */
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

  /** Opens the stream, from the last id on when there is one; `spec` replaces where to. */
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
        this.listener.answered(this, status, microseconds() - startedAt);
      },
      body: (bytes, start, end) => this.receive(bytes, start, end),
      end: () => this.end(),
      read: this.listener.read,
    });
  }

  /** Says which event must come next: the first in this stream's lane from `sequence` on; -1: go on as it was. */
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
