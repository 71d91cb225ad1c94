import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, type Socket } from 'node:net';

/**
 * `pass`: forwards · `down`: cuts every connection · `buffering`: keeps what the stream sends to itself · `lagging`: the same, after the snapshot, until another mode · `other`: everything but the
 * page is answered by another server.
 */
export type ProxyMode = 'pass' | 'down' | 'buffering' | 'lagging' | 'other';

const STREAM = '/operator/api/events/stream';
const PAGE = '/operator/ui/';

/** A proxy between the browser and an instance, which can be as bad as proxies are. */
export class BadProxy {
  private readonly sockets = new Set<Socket>();
  /** Connections that it cut because it was down. */
  refused = 0;
  /** Requests that reached it. */
  asked = 0;
  private mode: ProxyMode = 'pass';
  private readonly lagging = new Set<() => void>();

  private constructor(
    private readonly server: Server,
    private readonly target: string,
  ) {
    server.on('request', (asked, response) => this.handle(asked, response));
    server.on('connection', (socket) => {
      this.sockets.add(socket.on('close', () => this.sockets.delete(socket)).on('error', () => undefined));
      if (this.mode !== 'down') return;
      this.refused += 1;
      socket.destroy();
    });
  }

  static async start(target: string): Promise<BadProxy> {
    const server = createServer();
    const proxy = new BadProxy(server, target);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return proxy;
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** For requests from now on. */
  turn(mode: ProxyMode): void {
    this.mode = mode;
    for (const catchUp of this.lagging) catchUp();
    this.lagging.clear();
  }

  /** From now on; connections from before are cut. */
  become(mode: ProxyMode): void {
    this.turn(mode);
    for (const socket of this.sockets) socket.destroy();
  }

  async stop(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.become('down');
    await closed;
  }

  private handle(asked: IncomingMessage, response: ServerResponse): void {
    this.asked += 1;
    const path = asked.url ?? '';
    if (this.mode === 'other' && !path.startsWith(PAGE)) {
      response.writeHead(404, { 'Content-Type': 'text/html' }).end('<h1>Not here</h1>');
      return;
    }
    const { method, headers } = asked;
    const onward = request(this.target + path, { method, headers }, (answer) => {
      if (this.mode === 'buffering' && path.startsWith(STREAM)) return void answer.resume();
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      if (this.mode === 'lagging' && path.startsWith(STREAM)) this.lag(answer, response);
      else answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    response.on('close', () => onward.destroy());
    asked.pipe(onward);
  }

  private lag(answer: IncomingMessage, response: ServerResponse): void {
    const pass = (bytes: Buffer) => {
      response.write(bytes);
      if (bytes.includes('event: snapshot')) answer.off('data', pass).pause();
    };
    answer.on('data', pass);
    this.lagging.add(() => answer.off('data', pass).pipe(response));
  }
}
