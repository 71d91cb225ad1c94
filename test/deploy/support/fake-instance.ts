import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { freePort } from '../../../cluster/free-port.js';

export type Behaviour = (request: IncomingMessage, response: ServerResponse) => void;

/** Responds with 200 and the headers of the request, as JSON. */
export const echo: Behaviour = (request, response) => void response.end(JSON.stringify(request.headers));

/** Responds with `status` and the text `theirs`. */
export function answer(status: number): Behaviour {
  return (_request, response) => void response.writeHead(status, { 'content-type': 'text/plain' }).end('theirs');
}

/** Reads the request and closes the connection. */
export const hangUp: Behaviour = (request) => void request.socket.destroy();

/** An instance for tests of nginx: it behaves as the test says and records its requests. */
export class FakeInstance {
  /** `METHOD path` of each request, in order. */
  readonly asked: string[] = [];
  /** Connections taken so far. */
  connections = 0;
  behaviour: Behaviour = echo;
  /** How it responds to a POST before it has the body; unset: it waits for the body. */
  beforeBody: Behaviour | undefined;
  /** How it responds to a probe of nginx, which is not recorded. */
  probed: Behaviour = answer(200);

  private constructor(
    private readonly server: Server,
    readonly host: string,
    readonly port: number,
  ) {
    server.on('connection', () => this.connections++);
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      if (request.url === '/health/traffic') return this.probed(request, response);
      this.asked.push(`${request.method} ${request.url}`);
      if (this.beforeBody) return this.beforeBody(request, response);
      request.resume();
      request.once('end', () => this.behaviour(request, response));
    });
  }

  static async start(behaviour: Behaviour = echo, port?: number, host = '127.0.0.1'): Promise<FakeInstance> {
    const server = createServer({ keepAliveTimeout: 75_000 });
    server.listen(port ?? (await freePort()), host);
    await once(server, 'listening');
    const fake = new FakeInstance(server, host, (server.address() as AddressInfo).port);
    fake.behaviour = behaviour;
    return fake;
  }

  async stop(): Promise<void> {
    if (!this.server.listening) return;
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }
}

/** Returns an address where no server listens. */
export async function nobody(): Promise<{ host: string; port: number }> {
  return { host: '127.0.0.1', port: await freePort() };
}
