import { connect, type Socket } from 'node:net';
import { limited } from './limited.js';
import { renderRequest, type StreamSpec } from './requests.js';

const AT_ONCE = 128;
const CONNECT_TIMEOUT_MS = 5_000;

/** What a misbehaving client does after it has connected. */
export type Rudeness =
  /** Sends the first half of a request and waits. */
  | 'half-request'
  /** Sends a whole request and never reads. */
  | 'never-reads'
  /** Reads the beginning of the stream and resets the connection in the middle of a frame. */
  | 'cuts-mid-frame'
  /** Sends bytes that are not HTTP. */
  | 'garbage'
  /** Sends header lines without an end. */
  | 'endless-header';

export interface RudePlan {
  rudeness: Rudeness;
  count: number;
  stream: StreamSpec;
  sources?: string[];
}

/** Opens many connections that misbehave, and keeps them until `closeAll`. */
export class RudeClients {
  private readonly sockets = new Set<Socket>();

  /** Opens the connections, lets each misbehave, and returns how many were connected. */
  async attack({ rudeness, count, stream, sources }: RudePlan): Promise<number> {
    const request = renderRequest('GET', stream);
    let connected = 0;
    await limited(count, AT_ONCE, async (index) => {
      const socket = await this.connect(stream, sources?.[index % sources.length]);
      if (!socket) return;
      connected++;
      misbehave(socket, rudeness, request);
    });
    return connected;
  }

  closeAll(): void {
    for (const socket of this.sockets) socket.resetAndDestroy();
    this.sockets.clear();
  }

  /** The number of connections that the server has not ended yet. */
  get left(): number {
    return this.sockets.size;
  }

  private connect({ host, port }: StreamSpec, localAddress?: string): Promise<Socket | undefined> {
    return new Promise((resolve) => {
      const socket = connect({ host, port, localAddress });
      const timer = setTimeout(() => socket.destroy(), CONNECT_TIMEOUT_MS);
      socket.once('connect', () => {
        clearTimeout(timer);
        this.sockets.add(socket);
        resolve(socket);
      });
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.sockets.delete(socket);
        resolve(undefined);
      });
    });
  }
}

function misbehave(socket: Socket, rudeness: Rudeness, request: string): void {
  switch (rudeness) {
    case 'half-request':
      socket.resume().write(request.slice(0, request.length / 2));
      return;
    case 'never-reads':
      socket.pause().write(request);
      return;
    case 'cuts-mid-frame':
      socket.once('data', () => socket.resetAndDestroy()).write(request);
      return;
    case 'garbage':
      socket.resume().write('\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 not HTTP at all\r\n\r\n');
      return;
    case 'endless-header':
      socket.resume().write(`GET / HTTP/1.1\r\nHost: bench\r\nX-Long: ${'a'.repeat(65_536)}`);
  }
}
