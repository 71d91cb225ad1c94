import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { limited } from '../limited.js';
import { type HostilePlan, type Statuses } from './plan.js';

const AT_ONCE = 128;
const TRICKLE_MS = 1_000;
const STATUS = /^HTTP\/1\.1 (\d{3})/;
const CLOSES = /^connection: close\r$/im;
const END_OF_HEAD = '\r\n\r\n';
/** The source addresses, used in turn, so that a limit by address does not stop the attack. */
const SOURCES = ['127.0.0.2', '127.0.0.3', '127.0.0.4', '127.0.0.5', '127.0.0.6', '127.0.0.7'];

/** Sends the requests of hostile callers until `stop`. */
export class HostileCallers {
  readonly statuses: Statuses = {};
  private readonly sockets = new Set<Socket>();
  private stopped = false;
  private connections = 0;

  constructor(private readonly plan: HostilePlan) {}

  /** Begins. Resolves once the callers that only hold a connection are connected. */
  async start(): Promise<void> {
    const { plan } = this;
    switch (plan.kind) {
      case 'calls':
        for (let lane = 0; lane < plan.connections; lane++) void this.call(lane, plan.connections, plan.perSecond);
        return;
      case 'bursts':
        void this.burst(plan.count, plan.everyMs);
        return;
      case 'unread':
        return limited(
          plan.count,
          AT_ONCE,
          async (index) => void (await this.open())?.pause().write(this.request(index)),
        );
      case 'trickle':
        return limited(plan.count, AT_ONCE, (index) => this.trickle(index));
    }
  }

  stop(): void {
    this.stopped = true;
    for (const socket of this.sockets) socket.resetAndDestroy();
  }

  private async call(lane: number, lanes: number, perSecond?: number): Promise<void> {
    const startedAt = performance.now();
    let socket: Socket | undefined;
    for (let turn = 0; !this.stopped; turn++) {
      if (perSecond)
        await sleep(Math.max(0, startedAt + ((turn * lanes + lane) * 1000) / perSecond - performance.now()));
      if (!socket || socket.destroyed) socket = await this.open();
      if (socket) await this.ask(socket, this.request(turn * lanes + lane));
      else await sleep(TRICKLE_MS);
    }
  }

  private async burst(count: number, everyMs: number): Promise<void> {
    for (let turn = 0; !this.stopped; turn++) {
      const nextAt = performance.now() + everyMs;
      await limited(count, count, async (index) => {
        const socket = await this.open();
        if (socket) await this.ask(socket, this.request(turn * count + index));
        socket?.destroy();
      });
      await sleep(Math.max(0, nextAt - performance.now()));
    }
  }

  private async trickle(index: number): Promise<void> {
    const socket = await this.open();
    socket?.resume().write(this.request(index));
    const timer = setInterval(() => socket?.write('['), TRICKLE_MS);
    socket?.once('close', () => clearInterval(timer));
  }

  /** Sends one request and reads until its response is complete, a stream has begun, or the connection has ended. */
  private ask(socket: Socket, request: Buffer): Promise<void> {
    return new Promise((resolve) => {
      let text = '';
      const done = () => {
        socket.off('data', read).off('close', done);
        const status = Number(STATUS.exec(text)?.[1] ?? 0);
        this.statuses[status] = (this.statuses[status] ?? 0) + 1;
        if (CLOSES.test(text)) socket.destroy();
        resolve();
      };
      const read = (bytes: Buffer) => {
        text += bytes.toString('latin1');
        if (isWhole(text)) done();
      };
      socket.on('data', read).on('close', done).write(request);
    });
  }

  private open(): Promise<Socket | undefined> {
    const { host, port } = this.plan;
    return new Promise((resolve) => {
      const localAddress = SOURCES[this.connections++ % SOURCES.length];
      const socket = connect({ host, port, localAddress, noDelay: true });
      this.sockets.add(socket);
      socket.on('error', () => undefined);
      socket.once('connect', () => resolve(socket));
      socket.once('close', () => {
        this.sockets.delete(socket);
        resolve(undefined);
      });
    });
  }

  private request(index: number): Buffer {
    return Buffer.from(this.plan.requests[index % this.plan.requests.length] ?? '', 'latin1');
  }
}

function isWhole(text: string): boolean {
  const end = text.indexOf(END_OF_HEAD);
  if (end < 0) return false;
  const length = /content-length: (\d+)/i.exec(text.slice(0, end))?.[1];
  if (length) return text.length >= end + END_OF_HEAD.length + Number(length);
  return /text\/event-stream/.test(text.slice(0, end)) || text.endsWith('\r\n0\r\n\r\n');
}
