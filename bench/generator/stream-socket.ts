import { connect, type Socket } from 'node:net';
import { ChunkedBody, type BodySink } from './chunked-body.js';
import { HeadReader, type ResponseHead } from './response-head.js';

/** All sockets of a process read into this one buffer: what is in it is used before the next read. */
const READ_BUFFER = Buffer.allocUnsafeSlow(256 * 1024);

export interface StreamTarget {
  host: string;
  port: number;
  /** Source address; absent: the system chooses. */
  localAddress?: string;
}

export interface StreamSocketHooks {
  head(head: ResponseHead): void;
  /** Body bytes without their framing. */
  body: BodySink;
  /** Once, however the stream ended; not after `close()`. */
  end(): void;
  /** Bytes read, framing and head included. */
  read(bytes: number): void;
}

/** One event stream over a raw socket: sends the request, reads the head, hands out the body. */
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

  /** Reads nothing any more: the kernel's buffers fill, then the server's. */
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
    if (this.chunks) this.chunks.feed(bytes, start, end);
    else this.hooks.body(bytes, start, end);
  }

  private finish(): void {
    if (this.over) return;
    this.over = true;
    this.hooks.end();
  }
}
