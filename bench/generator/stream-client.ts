import { asMoment, microseconds } from './clock.js';
import { CompleteFrames } from './complete-frames.js';
import { CentrifugoPosition } from './centrifugo-position.js';
import { EventScanner, type Tally } from './event-scanner.js';
import { LastEventId, type Position } from './position.js';
import { renderRequest, type StreamSpec } from './requests.js';
import { StreamSocket } from './stream-socket.js';

/** An event that arrives within this time is fresh, µs: the stream has caught up. */
const FRESH = 250_000;

/** What a client tells its pool. */
export interface StreamClientListener {
  /** The status arrived, `microseconds` after connecting began; 200: the stream is open. */
  responded(client: StreamClient, status: number, microseconds: number): void;
  ended(client: StreamClient): void;
  /** The first fresh event arrived, `microseconds` after the stream ended; the client waited `waitedMs` of it before it reconnected. */
  recovered?(microseconds: number, waitedMs: number): void;
  read: (this: void, bytes: number) => void;
}

export interface StreamClientOptions {
  localAddress?: string;
  /** Whether the stream will resume: then the client keeps its position and counts only complete frames. */
  resumable?: boolean;
  /** Whether to stop reading once the stream is open. */
  stalled?: boolean;
  /**
   * Whether it reconnects when its stream ends, as an `EventSource` does: after what the server asked for, or else after this time,
   * ms. It gives up at a status other than 200. Absent: it does not.
   */
  reconnectMs?: number;
}

/** One client with one stream: checks what it receives and, if it is resumable, keeps the position to resume after. */
export class StreamClient {
  readonly scanner: EventScanner;
  /** When the first fresh event arrived since the stream was last opened, in `microseconds()`; 0: not yet. */
  liveAt = 0;
  /** When the first byte of the body arrived since the stream was last opened; 0: not yet. */
  firstByteAt = 0;
  open = false;
  private readonly position?: Position;
  private readonly frames?: CompleteFrames;
  private endedAt = 0;
  private waitedMs = 0;
  private gaveUp = false;
  private reconnecting?: NodeJS.Timeout;
  private socket?: StreamSocket;

  constructor(
    private spec: StreamSpec,
    private readonly listener: StreamClientListener,
    tally: Tally,
    private readonly options: StreamClientOptions,
  ) {
    this.scanner = new EventScanner(tally, spec.lanes);
    if (!options.resumable) return;
    this.position = spec.recovery === 'centrifugo' ? new CentrifugoPosition() : new LastEventId();
    this.frames = new CompleteFrames(this.position, (bytes, start, end) => this.scan(bytes, start, end));
  }

  get gaps(): number {
    return this.position?.gaps ?? 0;
  }

  /** Opens the stream, after its position if there is one. `spec` replaces the request. */
  connect(spec: StreamSpec = this.spec): void {
    this.spec = spec;
    this.liveAt = 0;
    this.firstByteAt = 0;
    const startedAt = microseconds();
    const resumed = this.position?.after(spec) ?? spec;
    const request = renderRequest('GET', resumed, { Accept: 'text/event-stream' });
    const target = { host: spec.host, port: spec.port, localAddress: this.options.localAddress };
    this.socket = new StreamSocket(target, request, {
      head: ({ status }) => {
        this.open = status === 200;
        this.gaveUp = !this.open;
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
    clearTimeout(this.reconnecting);
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
    if (!fresh || this.liveAt > 0) return;
    this.liveAt = now;
    if (this.endedAt > 0) this.listener.recovered?.(now - this.endedAt, this.waitedMs);
    this.endedAt = 0;
  }

  private end(): void {
    const { open: wasOpen, endedAt } = this;
    this.open = false;
    this.frames?.cut();
    if (wasOpen || endedAt === 0) this.listener.ended(this);
    const { reconnectMs } = this.options;
    if (reconnectMs === undefined || this.gaveUp) return;
    if (endedAt === 0) [this.endedAt, this.waitedMs] = [microseconds(), 0];
    const wait = this.position?.retryMs ?? reconnectMs;
    this.waitedMs += wait;
    this.reconnecting = setTimeout(() => this.connect(), wait);
  }
}
