import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { freePort } from './free-port.js';

/** Forwards bytes between a port of 127.0.0.1 and a server, and can lose bytes and cut connections as a bad network does. */
export class TcpProxy {
  private readonly sockets = new Set<Socket>();
  private swallowing = false;

  private constructor(
    private readonly server: Server,
    /** The port to connect to instead of that of the server. */
    readonly port: number,
    private readonly target: { host: string; port: number },
  ) {
    server.on('connection', (client) => this.forward(client));
  }

  static async start(target: { host?: string; port: number }, port?: number): Promise<TcpProxy> {
    const server = createServer();
    const listening = port ?? (await freePort());
    const proxy = new TcpProxy(server, listening, { host: '127.0.0.1', ...target });
    server.listen(listening, '127.0.0.1');
    await once(server, 'listening');
    return proxy;
  }

  /** From now on drops the bytes of both directions, on old and new connections, and closes no connection. */
  swallow(): void {
    this.swallowing = true;
  }

  /** Forwards again. The dropped bytes are lost, so connections from before should be cut. */
  resume(): void {
    this.swallowing = false;
  }

  /** Destroys all connections. New ones are accepted. */
  cut(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  async close(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.cut();
    await closed;
  }

  private forward(client: Socket): void {
    const upstream = connect(this.target);
    this.join(client, upstream);
    this.join(upstream, client);
  }

  /** Forwards the bytes of `from` and its end. A reader that is slower than the writer slows the writer down. */
  private join(from: Socket, to: Socket): void {
    this.sockets.add(from);
    from.setNoDelay(true);
    from.on('data', (bytes) => {
      if (!this.swallowing && !to.write(bytes)) from.pause();
    });
    to.on('drain', () => from.resume());
    from.on('end', () => {
      if (!this.swallowing) to.end();
    });
    from.on('error', () => to.destroy());
    from.on('close', () => {
      this.sockets.delete(from);
      if (!this.swallowing) to.end();
    });
  }
}
