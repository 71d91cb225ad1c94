import { connect, type Socket } from 'node:net';
import { ChunkedBody } from './chunked-body.js';
import { HeadReader, type ResponseHead } from './response-head.js';

export interface Answer {
  status: number;
  body: string;
}

interface Waiting {
  wanted: number;
  answers: Answer[];
  resolve(answers: Answer[]): void;
  reject(error: Error): void;
}

/** One kept-alive HTTP connection over a raw socket. It needs less CPU than `fetch`, which the server then has. */
export class KeepAliveClient {
  private socket?: Socket;
  private waiting?: Waiting;
  private heads = new HeadReader();
  private head?: ResponseHead;
  private chunks?: ChunkedBody;
  private body: Buffer[] = [];
  private bodyLeft = 0;

  constructor(
    private readonly host: string,
    private readonly port: number,
  ) {}

  /** Sends `bytes`, which are `count` requests, and returns their responses in order. Only one call may run at a time. */
  send(bytes: Buffer | string, count = 1): Promise<Answer[]> {
    return new Promise((resolve, reject) => {
      this.waiting = { wanted: count, answers: [], resolve, reject };
      this.open().write(bytes);
    });
  }

  close(): void {
    this.socket?.destroy();
    this.socket = undefined;
  }

  private open(): Socket {
    if (this.socket) return this.socket;
    [this.heads, this.head, this.chunks] = [new HeadReader(), undefined, undefined]; // of a response that was cut
    const socket = connect({ host: this.host, port: this.port, noDelay: true });
    socket.on('data', (bytes: Buffer) => this.receive(bytes));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      // One that was closed here has its response; by now the next one may carry a request.
      if (this.socket !== socket) return;
      this.socket = undefined;
      this.waiting?.reject(new Error(`The connection to ${this.host}:${this.port} closed before its response.`));
      this.waiting = undefined;
    });
    return (this.socket = socket);
  }

  private receive(bytes: Buffer): void {
    let at = 0;
    while (at < bytes.length) at = this.head ? this.takeBody(bytes, at) : this.takeHead(bytes, at);
  }

  private takeHead(bytes: Buffer, at: number): number {
    const found = this.heads.feed(bytes, at, bytes.length);
    if (!found) return bytes.length;
    this.head = found.head;
    this.bodyLeft = found.head.contentLength ?? 0;
    this.body = [];
    if (found.head.chunked) {
      this.chunks = new ChunkedBody((part, start, end) => this.body.push(Buffer.from(part.subarray(start, end))));
    } else if (this.bodyLeft === 0) {
      this.finish();
    }
    return found.bodyStart;
  }

  private takeBody(bytes: Buffer, at: number): number {
    if (this.chunks) {
      this.chunks.feed(bytes, at, bytes.length);
      if (this.chunks.ended) this.finish();
      return bytes.length;
    }
    const stop = Math.min(bytes.length, at + this.bodyLeft);
    this.body.push(Buffer.from(bytes.subarray(at, stop)));
    this.bodyLeft -= stop - at;
    if (this.bodyLeft === 0) this.finish();
    return stop;
  }

  private finish(): void {
    const { waiting, head } = this;
    this.head = undefined;
    this.chunks = undefined;
    if (!waiting || !head) return;
    waiting.answers.push({ status: head.status, body: Buffer.concat(this.body).toString('latin1') });
    if (waiting.answers.length < waiting.wanted) return;
    this.waiting = undefined;
    // nginx ends a connection after a thousand requests.
    if (head.closes) this.close();
    waiting.resolve(waiting.answers);
  }
}
