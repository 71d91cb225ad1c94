import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { eventually } from '../../../cluster/eventually.js';
import {
  type EventLog,
  type GapReason,
  type NewEvent,
  type TailListener,
} from '../../../src/event-log/event-log.interface.js';
import { MemoryEventLog } from '../../../src/event-log/event-log.memory.js';
import { type Position } from '../../../src/event-log/position.js';
import { EventHub } from '../../../src/streaming/event-hub.js';
import { type EndReason, type SseConnection } from '../../../src/streaming/sse-connection.js';
import { MemoryBudget } from '../../../src/streaming/memory-budget.js';
import { StreamFilter } from '../../../src/streaming/stream-filter.js';
import { StreamJoiner } from '../../../src/streaming/stream-joiner.js';
import { type ResumeSource, type StreamObserver } from '../../../src/streaming/stream-observer.js';
import { type StreamLimits, StreamRegistry } from '../../../src/streaming/stream-registry.js';
import { keeping, newEvent } from './events.js';
import { StreamReader } from './stream-reader.js';

export interface LiveStreamsOptions {
  readonly log?: EventLog;
  /** What streams read from; by default `log`. */
  readonly readFrom?: EventLog;
  readonly recentBytes?: number;
  /** Bytes that may wait for all streams together. */
  readonly budgetBytes?: number;
  readonly limits?: Partial<StreamLimits>;
  /** Makes the listener of the tail; by default the hub itself. */
  readonly hearing?: (hub: EventHub) => TailListener;
}

export interface OpenOptions {
  /** Resumes after this id; otherwise shows a snapshot of `snapshot` events. */
  readonly lastId?: string;
  readonly snapshot?: number;
  readonly filter?: StreamFilter;
  readonly principal?: string;
}

/** Records what the streams report. */
export class Observed implements StreamObserver {
  events = 0;
  readonly sources: ResumeSource[] = [];
  readonly gaps: [reason: GapReason, streams: number][] = [];
  readonly ends: EndReason[] = [];

  delivered(events: number): void {
    this.events += events;
  }

  resumed(source: ResumeSource): void {
    this.sources.push(source);
  }

  gap(reason: GapReason, streams: number): void {
    this.gaps.push([reason, streams]);
  }

  ended(reason: EndReason): void {
    this.ends.push(reason);
  }
}

/** The hot path of an instance over real sockets, without HTTP: a log, its hub, and streams that join. */
export class LiveStreams {
  readonly observed = new Observed();
  readonly hub: EventHub;
  readonly registry: StreamRegistry;
  readonly budget: MemoryBudget;
  /** Principals of the streams that were cut because the budget was exceeded. */
  readonly cuts: string[] = [];
  readonly joiner: StreamJoiner;
  readonly readers: StreamReader[] = [];
  private readonly stopping = new AbortController();

  private constructor(
    private readonly server: Server,
    readonly log: EventLog,
    { readFrom = log, recentBytes = 1_048_576, limits = {}, budgetBytes = 1e9 }: LiveStreamsOptions,
  ) {
    const unbounded = { heartbeatSeconds: 3_600, maxSeconds: 3_600, bufferBytes: 1_048_576 };
    this.hub = new EventHub(recentBytes, this.observed);
    this.budget = new MemoryBudget(budgetBytes, (principal) => this.cuts.push(principal));
    this.registry = new StreamRegistry(this.hub, { ...unbounded, ...limits }, this.budget, this.observed);
    this.joiner = new StreamJoiner(this.hub, readFrom, this.observed);
  }

  static async start(options: LiveStreamsOptions = {}): Promise<LiveStreams> {
    const server = createServer({ noDelay: true }).setMaxListeners(0).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const streams = new LiveStreams(server, options.log ?? new MemoryEventLog(keeping(10_000), 'epoch'), options);
    void streams.log.tail(options.hearing?.(streams.hub) ?? streams.hub, streams.stopping.signal);
    return streams;
  }

  /** Opens a stream; returns at once, while it is still joining. */
  async open({
    lastId,
    snapshot = 5,
    filter = new StreamFilter(),
    principal = 'operator',
  }: OpenOptions = {}): Promise<Opened> {
    const [socket, reader] = await this.pair();
    const connection = this.registry.add(socket, filter, principal);
    const joining =
      lastId === undefined ? this.joiner.showSnapshot(connection, snapshot) : this.joiner.resume(connection, lastId);
    joining.catch(() => connection.abandon());
    return { connection, reader, joining };
  }

  /** Appends events as a batch of their own and waits until they have reached the live streams. */
  async publish(events: readonly NewEvent[]): Promise<Position> {
    const last = (await this.log.append(events)).at(-1)!;
    await eventually(() => this.hub.position?.n === last.n || undefined, { what: 'the hub to have all', everyMs: 1 });
    return last;
  }

  /** Publishes the events labelled `from` to `to`, each in a batch of its own. */
  async publishOneByOne(from: number, to: number): Promise<void> {
    for (let label = from; label <= to; label++) await this.publish([newEvent(label)]);
  }

  /** Both ends of a connection. */
  async pair(): Promise<[socket: Socket, reader: StreamReader]> {
    const client = connect((this.server.address() as AddressInfo).port, '127.0.0.1');
    const accepted = new Promise<Socket>((resolve) => {
      const look = (socket: Socket) => {
        if (socket.remotePort !== client.localPort) return;
        this.server.off('connection', look);
        resolve(socket.on('error', () => undefined));
      };
      this.server.on('connection', look);
    });
    const reader = new StreamReader(client);
    this.readers.push(reader);
    return [await accepted, reader];
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    this.registry.close();
    for (const reader of this.readers) reader.close();
    const closed = once(this.server, 'close');
    this.server.close();
    await closed;
  }
}

export interface Opened {
  readonly connection: SseConnection;
  readonly reader: StreamReader;
  readonly joining: Promise<void>;
}
