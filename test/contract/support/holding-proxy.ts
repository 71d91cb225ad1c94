import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

type Side = 'requests' | 'replies';

/** A proxy before a server. It keeps back the bytes of one side until the test releases them, in order. */
export class HoldingProxy {
  private readonly sockets = new Set<Socket>();
  private readonly held: (() => void)[] = [];
  private holding: Side | undefined;

  private constructor(
    private readonly server: Server,
    private readonly target: number,
  ) {
    server.on('connection', (client) => {
      const upstream = connect(this.target, '127.0.0.1');
      this.join(client, upstream, 'requests');
      this.join(upstream, client, 'replies');
    });
  }

  static async start(target: { readonly port: number }): Promise<HoldingProxy> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new HoldingProxy(server, target.port);
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** How many pieces are being held. */
  get size(): number {
    return this.held.length;
  }

  hold(side: Side): void {
    this.holding = side;
  }

  /** Sends the bytes that it kept back, even if the receiver has closed the connection, and keeps back no more. */
  release(): void {
    this.holding = undefined;
    for (const pass of this.held.splice(0)) pass();
  }

  async close(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }

  private join(from: Socket, to: Socket, side: Side): void {
    this.sockets.add(from);
    const pass = (action: () => void) => (this.holding === side ? this.held.push(action) : action());
    from.on('data', (bytes) => pass(() => to.write(bytes)));
    from.on('error', () => undefined);
    from.on('close', () => {
      this.sockets.delete(from);
      pass(() => to.end());
    });
  }
}
