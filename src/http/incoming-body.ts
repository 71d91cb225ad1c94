import { type IncomingMessage, type ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { type RequestStep } from './request-step.js';

/** What a client may send on after it got its response: bytes, and ms. */
const LINGER = { bytes: 1_048_576, ms: 2_000 };

/**
 * The body of a request, which nobody reads unless its route asks for it. One that was not read whole costs its
 * connection: node would read on for as long as the client sends.
 */
export class IncomingBody {
  private readonly keepAlive: boolean;

  constructor(
    private readonly request: IncomingMessage,
    private readonly response: ServerResponse,
  ) {
    this.keepAlive = response.shouldKeepAlive;
    response.shouldKeepAlive = false;
    request.socket.destroySoon = () => lingerBehind(request);
  }

  /** Responds `100 Continue` to a client that waits for it. */
  invite(): void {
    if (this.request.headers.expect !== undefined) this.response.writeContinue();
  }

  /** Call it when the body was read whole: the connection may then serve another request. */
  wasRead(): void {
    this.response.shouldKeepAlive = this.keepAlive;
    Reflect.deleteProperty(this.request.socket, 'destroySoon');
  }
}

/** Notes in the request's context whether it has a body. */
export const noteBody: RequestStep = (request, response) => {
  const { 'content-length': length = '0', 'transfer-encoding': encoding } = request.headers;
  if (encoding !== undefined || Number(length) > 0) request.context.body = new IncomingBody(request, response);
};

/**
 * Ends our side, and closes the connection a little later. A client that sends without reading would otherwise find its
 * connection reset, and never see the response.
 */
function lingerBehind(request: IncomingMessage): void {
  const { socket } = request;
  if (request.complete) return Socket.prototype.destroySoon.call(socket);
  let left = LINGER.bytes;
  const timer = setTimeout(() => socket.destroy(), LINGER.ms).unref();
  socket.once('close', () => clearTimeout(timer)).end();
  socket.on('data', (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0 || request.complete) socket.destroy();
  });
  request.resume();
}
