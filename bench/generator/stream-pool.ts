import { setTimeout as sleep } from 'node:timers/promises';
import { type Tally } from './event-scanner.js';
import { Histogram, type HistogramState } from './histogram.js';
import { limited } from './limited.js';
import { type StreamSpec, withToken } from './requests.js';
import { StreamClient, type StreamClientListener, type StreamClientOptions } from './stream-client.js';

const OPENING_AT_ONCE = 64;
const POLL_MS = 10;

export interface OpenPlan extends StreamClientOptions {
  count: number;
  /** The requests, used in turn. */
  streams: StreamSpec[];
  /** A token for each stream, which is put into its URL. */
  tokens?: string[];
  /** The source addresses, used in turn; absent: the system chooses. */
  sources?: string[];
}

export interface ReopenOptions {
  /** A token for each stream. */
  tokens?: string[];
  /** How many streams are opened at the same time; 64 if absent. */
  atOnce?: number;
}

export interface OpenReport {
  opened: number;
  /** How often each status came; 0: the connection ended without one. */
  statuses: Record<number, number>;
  seconds: number;
  /** From connecting to the response head, µs. */
  latency: HistogramState;
}

export interface PoolReport {
  open: number;
  events: number;
  missing: number;
  repeated: number;
  bytes: number;
  /** Streams that the server ended. */
  ended: number;
  gaps: number;
  latency: HistogramState;
  /** From the end of a stream to its first fresh event, µs, of streams that reconnect. */
  outages: HistogramState;
  /** The longest time in an outage that a client waited before it reconnected, ms. */
  waitedMs: number;
}

/** Opens, measures and closes all streams of one generator process. */
export class StreamPool implements StreamClientListener {
  private clients: StreamClient[] = [];
  private readonly opening = new Map<StreamClient, (status: number) => void>();
  private readonly tally: Tally = { events: 0, missing: 0, repeated: 0, latency: new Histogram() };
  private readonly openLatency = new Histogram();
  private readonly outages = new Histogram();
  private waitedMs = 0;
  private bytes = 0;
  private lost = 0;

  /** Opens further streams. */
  async open({ count, streams, tokens, sources, ...options }: OpenPlan): Promise<OpenReport> {
    const fresh = Array.from({ length: count }, (_, index) => {
      const spec = streams[index % streams.length] as StreamSpec;
      const token = tokens?.[index];
      const localAddress = sources?.[index % sources.length];
      return new StreamClient(token ? withToken(spec, token) : spec, this, this.tally, { ...options, localAddress });
    });
    this.clients.push(...fresh);
    return this.connectAll(fresh);
  }

  /** Opens every stream again, after its last id. */
  reopen(streams: StreamSpec[], { tokens, atOnce }: ReopenOptions): Promise<OpenReport> {
    return this.connectAll(this.clients, atOnce, (index) => {
      const spec = streams[index % streams.length] as StreamSpec;
      const token = tokens?.[index];
      return token ? withToken(spec, token) : spec;
    });
  }

  /** Closes every stream and keeps its last id. */
  cut(): void {
    for (const client of this.clients) client.close();
  }

  closeAll(): void {
    this.cut();
    this.clients = [];
  }

  /** Starts a measurement: sets all counts to zero. `sequence` is the first event published in it; -1: any. */
  begin(sequence: number): void {
    this.resetCounts();
    for (const client of this.clients) client.expect(sequence);
  }

  resetCounts(): void {
    Object.assign(this.tally, { events: 0, missing: 0, repeated: 0 });
    this.tally.latency.reset();
    this.outages.reset();
    this.waitedMs = 0;
    this.bytes = 0;
    this.lost = 0;
  }

  /** Waits until every stream has all events before `sequence`. Returns how many still lack some after `timeoutMs`. */
  async awaitSequence(sequence: number, timeoutMs: number): Promise<number> {
    const deadline = Date.now() + timeoutMs;
    const lacking = () => this.clients.reduce((sum, { scanner }) => sum + (scanner.expected < sequence ? 1 : 0), 0);
    while (lacking() > 0 && Date.now() < deadline) await sleep(POLL_MS);
    return lacking();
  }

  /** Waits until every stream got a fresh event since it was last opened. Returns when the last one did. */
  async awaitLive(timeoutMs: number): Promise<{ live: number; lastAt: number }> {
    const deadline = Date.now() + timeoutMs;
    while (this.clients.some(({ liveAt }) => liveAt === 0) && Date.now() < deadline) await sleep(POLL_MS);
    const times = this.clients.map(({ liveAt }) => liveAt).filter((at) => at > 0);
    return { live: times.length, lastAt: times.reduce((last, at) => Math.max(last, at), 0) };
  }

  report(): PoolReport {
    return {
      open: this.clients.filter(({ open }) => open).length,
      events: this.tally.events,
      missing: this.tally.missing,
      repeated: this.tally.repeated,
      bytes: this.bytes,
      ended: this.lost,
      gaps: this.clients.reduce((sum, { gaps }) => sum + gaps, 0),
      latency: this.tally.latency.state(),
      outages: this.outages.state(),
      waitedMs: this.waitedMs,
    };
  }

  read = (bytes: number): void => {
    this.bytes += bytes;
  };

  responded(client: StreamClient, status: number, microseconds: number): void {
    this.openLatency.record(microseconds);
    this.opening.get(client)?.(status);
  }

  recovered(outage: number, waitedMs: number): void {
    this.outages.record(outage);
    this.waitedMs = Math.max(this.waitedMs, waitedMs);
  }

  ended(client: StreamClient): void {
    const opening = this.opening.get(client);
    if (opening) opening(0);
    else this.lost++;
  }

  private async connectAll(
    clients: StreamClient[],
    atOnce = OPENING_AT_ONCE,
    specOf?: (index: number) => StreamSpec,
  ): Promise<OpenReport> {
    const statuses: Record<number, number> = {};
    const startedAt = performance.now();
    this.openLatency.reset();
    await limited(clients.length, atOnce, async (index) => {
      const status = await this.connectOne(clients[index] as StreamClient, specOf?.(index));
      statuses[status] = (statuses[status] ?? 0) + 1;
    });
    const seconds = (performance.now() - startedAt) / 1000;
    return { opened: statuses[200] ?? 0, statuses, seconds, latency: this.openLatency.state() };
  }

  private async connectOne(client: StreamClient, spec?: StreamSpec): Promise<number> {
    const status = await new Promise<number>((resolve) => {
      this.opening.set(client, resolve);
      client.connect(spec);
    });
    this.opening.delete(client);
    return status;
  }
}
