import { type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { type EventHub } from './event-hub.js';
import { heartbeatFrame } from './sse-frame.js';
import { type MemoryBudget } from './memory-budget.js';
import { type ConnectionLimits, SseConnection, type StreamOrigin } from './sse-connection.js';
import { type StreamFilter } from './stream-filter.js';
import { type StreamListener, type StreamObserver } from './stream-observer.js';

const SWEEP_MS = 1_000;
/** A drain ends streams in waves: at least this many at once, and at most this many waves. */
const WAVE_SIZE = 50;
const WAVES = 20;
/** Streams that a drain ends in a millisecond at most, if there is time. They come back more slowly, since each waits for its `retry`. */
const DRAINED_PER_MS = 5;

/** Classes of age, and the age in ms at which each ends. */
const AGES: readonly (readonly [string, number])[] = [
  ['under_1m', 60_000],
  ['under_10m', 600_000],
  ['under_1h', 3_600_000],
  ['over_1h', Infinity],
];

export interface StreamLimits {
  readonly heartbeatSeconds: number;
  readonly maxSeconds: number;
  readonly bufferBytes: number;
}

/** Returns when a client whose stream was ended should reconnect, ms: random, so that not all reconnect at once. */
export function retryAfter(): number {
  return Math.round(1_000 + Math.random() * 3_000);
}

/** All open streams of this instance. One timer writes their heartbeats and ends those that reached their longest life. */
export class StreamRegistry {
  private readonly open = new Set<SseConnection>();
  private readonly listeners: StreamListener[] = [];
  private readonly sweeper: NodeJS.Timeout;
  private draining = false;
  private readonly connectionLimits: ConnectionLimits;

  constructor(
    private readonly hub: EventHub,
    private readonly limits: StreamLimits,
    budget: MemoryBudget,
    private readonly observer: StreamObserver,
  ) {
    this.connectionLimits = { bufferBytes: limits.bufferBytes, budget };
    this.sweeper = setInterval(() => this.sweep(), SWEEP_MS);
  }

  get size(): number {
    return this.open.size;
  }

  /** The open streams, in the order of their ids. */
  get streams(): Iterable<SseConnection> {
    return this.open;
  }

  /** Calls `listener` for each stream that opens or closes from now on. */
  listen(listener: StreamListener): void {
    this.listeners.push(listener);
  }

  /** Bytes that wait in this process for all streams together. */
  get waitingBytes(): number {
    let bytes = 0;
    for (const connection of this.open) bytes += connection.waitingBytes;
    return bytes;
  }

  /** Number of open streams by class of age. */
  countByAge(): Record<string, number> {
    const now = performance.now();
    const counts = Object.fromEntries(AGES.map(([age]) => [age, 0]));
    for (const { openedAt } of this.open) {
      const [age] = AGES.find(([, limitMs]) => now - openedAt < limitMs)!;
      counts[age]!++;
    }
    return counts;
  }

  /**
   * Makes a stream of a socket whose response head has been sent. During a drain the stream is ended at once: its token was
   * redeemed before the drain, and the last wave may be over.
   */
  add(socket: Socket, filter: StreamFilter, principal: string, origin?: StreamOrigin): SseConnection {
    const connection = new SseConnection(socket, filter, principal, this.endOfLife(), this.connectionLimits, origin);
    this.open.add(connection);
    for (const listener of this.listeners) listener.opened(connection);
    connection.onClose(() => {
      this.open.delete(connection);
      this.hub.leave(connection);
      for (const listener of this.listeners) listener.closed(connection);
      this.observer.ended(connection.reason, (performance.now() - connection.openedAt) / 1_000);
    });
    if (this.draining) connection.end('draining', retryAfter());
    return connection;
  }

  /** Ends all streams in waves spread over `ms`, or less if they are few. After `graceMs` more it destroys those that are still open. */
  async drain(ms: number, graceMs: number): Promise<void> {
    this.draining = true;
    const streams = [...this.open];
    const waves = Math.min(WAVES, Math.ceil(streams.length / WAVE_SIZE));
    const size = Math.ceil(streams.length / Math.max(1, waves));
    const spreadMs = Math.min(ms, streams.length / DRAINED_PER_MS);
    for (let start = 0; start < streams.length; start += size) {
      if (start > 0) await setTimeout(spreadMs / waves);
      for (const stream of streams.slice(start, start + size)) stream.end('draining', retryAfter());
    }
    const deadline = performance.now() + graceMs;
    while (this.open.size > 0 && performance.now() < deadline) await setTimeout(20);
    for (const stream of this.open) stream.destroy();
  }

  close(): void {
    clearInterval(this.sweeper);
    for (const stream of this.open) stream.destroy();
  }

  private endOfLife(): number {
    return performance.now() + this.limits.maxSeconds * 1_000 * (0.8 + Math.random() * 0.2);
  }

  private sweep(): void {
    const now = performance.now();
    const silentSince = now - this.limits.heartbeatSeconds * 1_000;
    const live = this.hub.position && Buffer.from(heartbeatFrame(this.hub.position, new Date()));
    for (const connection of this.open) {
      connection.expire(now, retryAfter);
      // A stream with unread bytes needs no heartbeat.
      if (connection.writtenAt > silentSince || connection.congested) continue;
      const { position } = connection;
      const heartbeat = connection.live ? live : position && heartbeatFrame(position, new Date());
      if (heartbeat) connection.write(heartbeat, now);
    }
  }
}
