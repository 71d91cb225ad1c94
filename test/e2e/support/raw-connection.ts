import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { eventually } from '../../../cluster/eventually.js';

/** A TCP connection on which a test writes and reads the very bytes. */
export class RawConnection {
  private readonly chunks: Buffer[] = [];
  closed = false;
  /** When the first byte was received, monotonic ms. */
  answeredAt: number | undefined;

  private constructor(private readonly socket: Socket) {
    socket.on('data', (chunk) => {
      this.answeredAt ??= performance.now();
      this.chunks.push(chunk);
    });
    socket.on('close', () => (this.closed = true));
    // A reset is one way of being refused; what was received before it counts.
    socket.on('error', () => undefined);
  }

  /** Connects to `baseUrl`, such as `http://127.0.0.1:8000`. */
  static async open(baseUrl: string): Promise<RawConnection> {
    const { hostname, port } = new URL(baseUrl);
    const socket = connect({ host: hostname, port: Number(port) });
    const connection = new RawConnection(socket);
    await once(socket, 'connect');
    return connection;
  }

  /** Everything received, as UTF-8. */
  get text(): string {
    return Buffer.concat(this.chunks).toString();
  }

  /** The response head without its last empty line, and what follows it. */
  get response(): { head: string; body: string } {
    const end = this.text.indexOf('\r\n\r\n');
    return { head: this.text.slice(0, end), body: this.text.slice(end + 4) };
  }

  write(bytes: string | Buffer): void {
    this.socket.write(bytes);
  }

  /** Writes a request without a body, with the headers given. */
  request(line: string, headers: Record<string, string> = {}): void {
    const lines = Object.entries({ Host: 'test', ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
    this.write(`${line} HTTP/1.1\r\n${lines.join('')}\r\n`);
  }

  /** Drops what was received so far. */
  forget(): void {
    this.chunks.length = 0;
    this.answeredAt = undefined;
  }

  /** Waits until what was received matches. */
  until(pattern: RegExp): Promise<RegExpMatchArray> {
    return eventually(() => this.text.match(pattern) ?? undefined, {
      what: `bytes that match ${pattern}; received: ${this.text.slice(-500)}`,
    });
  }

  async end(): Promise<void> {
    await eventually(() => this.closed || undefined, { what: 'the end of the connection' });
  }

  /** Ends our side; the other may still send. */
  finish(): void {
    this.socket.end();
  }

  /** Reads no more; what the other side sends fills the buffers on the way. */
  pause(): void {
    this.socket.pause();
  }

  close(): void {
    this.socket.destroy();
  }
}
