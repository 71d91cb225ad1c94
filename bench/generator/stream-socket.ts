import { connect, type Socket } from 'node:net';
import { ChunkedBody, type BodySink } from './chunked-body.js';
import { HeadReader, type ResponseHead } from './response-head.js';

/** All sockets of a process read into this one buffer. Its content is used before the next read. */
const READ_BUFFER = Buffer.allocUnsafeSlow(256 * 1024);

export interface StreamTarget {
  host: string;
  port: number;
  /** The source address; absent: the system chooses. */
  localAddress?: string;
}

export interface StreamSocketHooks {
  head(head: ResponseHead): void;
  /** Receives the bytes of the body, without their framing. */
  body: BodySink;
  /** Is called once when the stream has ended, but not after `close()`. */
  end(): void;
  /** Is called with the number of bytes read, with framing and head. */
  read(bytes: number): void;
}

/** One event stream over a raw socket: sends the request, reads the head and passes the body on. */
export class StreamSocket {
  private readonly socket: Socket;
  private readonly heads = new HeadReader();
  private chunks?: ChunkedBody;
  private inBody = false;
  private over = false;
  private stalled = false;

  constructor(
    target: StreamTarget,
    request: string,
    private readonly hooks: StreamSocketHooks,
  ) {
    const onread = { buffer: READ_BUFFER, callback: (bytes: number) => this.receive(bytes) };
    this.socket = connect({ ...target, noDelay: true, onread }, () => this.socket.write(request, 'latin1'));
    this.socket.on('error', () => undefined);
    this.socket.on('close', () => this.finish());
  }

  /** Stops reading, so that the buffers of the kernel fill, and then those of the server. */
  stall(): void {
    this.stalled = true;
    this.socket.pause();
  }

  /** Ends the connection at once, with a reset, so that no port stays in TIME_WAIT. */
  close(): void {
    this.over = true;
    this.socket.resetAndDestroy();
  }

  private receive(length: number): boolean {
    this.hooks.read(length);
    const bytes = READ_BUFFER.subarray(0, length);
    if (this.inBody) this.takeBody(bytes, 0, length);
    else this.takeHead(bytes, length);
    return !this.stalled;
  }

  private takeHead(bytes: Buffer, length: number): void {
    const found = this.heads.feed(bytes, 0, length);
    if (!found) return;
    this.inBody = true;
    if (found.head.chunked) this.chunks = new ChunkedBody(this.hooks.body);
    this.hooks.head(found.head);
    if (found.bodyStart < length) this.takeBody(bytes, found.bodyStart, length);
  }

  private takeBody(bytes: Buffer, start: number, end: number): void {
    if (this.chunks) {
      this.chunks.feed(bytes, start, end);
      if (this.chunks.ended) this.socket.destroy(); // the response is over, though the connection is kept
    } else this.hooks.body(bytes, start, end);
  }

  private finish(): void {
    if (this.over) return;
    this.over = true;
    this.hooks.end();
  }
}
