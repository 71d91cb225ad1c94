import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { freePort } from '../../../cluster/free-port.js';
import { type Instance } from '../../../cluster/instance.js';
import { type Site } from './site.js';

/** The response of an instance that has redeemed a token; one that only sets a cookie has not. */
function isRedeemed(head: string): boolean {
  return head.startsWith('HTTP/1.1 200') && !/^set-cookie:/im.test(head);
}

/** Stands between nginx and the instances, and can kill one after it has redeemed a token and before a byte of its response is seen. */
export class Redeeming {
  private readonly servers: Server[] = [];
  private readonly sockets = new Set<Socket>();
  private redeemed: ((instance: Instance) => void) | undefined;

  static async observe({ deployment }: Site): Promise<Redeeming> {
    const redeeming = new Redeeming();
    const upstreams = await Promise.all(deployment.all.map((instance) => redeeming.before(instance)));
    await deployment.nginx.reload(upstreams);
    return redeeming;
  }

  /** Kills the next instance that redeems a token, and returns it once it is dead. */
  async kill(): Promise<Instance> {
    const instance = await new Promise<Instance>((resolve) => (this.redeemed = resolve));
    await instance.kill();
    return instance;
  }

  async close(): Promise<void> {
    const closed = Promise.all(this.servers.map((server) => once(server.close(), 'close')));
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }

  private async before(instance: Instance): Promise<{ host: string; port: number }> {
    const server = createServer((socket) => this.forward(socket, instance));
    this.servers.push(server);
    const address = { host: '127.0.0.1', port: await freePort() };
    server.listen(address);
    await once(server, 'listening');
    return address;
  }

  private forward(nginx: Socket, instance: Instance): void {
    const upstream = connect({ host: instance.host, port: instance.port });
    let opensStream = false;
    nginx.on('data', (bytes) => {
      opensStream = bytes.toString('latin1').startsWith('GET /operator/api/events/stream');
      upstream.write(bytes);
    });
    upstream.on('data', (bytes) => {
      if (!this.redeemed || !opensStream || !isRedeemed(bytes.toString('latin1'))) return void nginx.write(bytes);
      this.redeemed(instance);
      this.redeemed = undefined;
      nginx.destroy();
    });
    for (const [socket, other] of [
      [nginx, upstream],
      [upstream, nginx],
    ] as const) {
      this.sockets.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        this.sockets.delete(socket);
        other.destroy();
      });
    }
  }
}
