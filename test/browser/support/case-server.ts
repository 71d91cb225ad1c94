import { createReadStream } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { bytesOf, type SseCase } from '../../../client/test-support/sse-cases/sse-case.js';
import { repositoryFile } from '../../../cluster/repository.js';

/** How an EventSource came back after its stream ended. */
export interface Return {
  readonly lastEventId: string;
  /** How long it waited, ms. */
  readonly waitedMs: number;
}

/** Serves `/native/<n>` and `/plain/<n>`, the bytes of case n in two parts, and the client, and an empty page at `/`. */
export class CaseServer {
  /** How the EventSource of each case came back. */
  readonly returns = new Map<number, Return>();
  readonly #ended = new Map<number, number>();
  readonly #server: Server;

  private constructor(private readonly cases: readonly SseCase[]) {
    this.#server = createServer((request, response) => void this.#respond(request, response));
  }

  static async start(cases: readonly SseCase[]): Promise<CaseServer> {
    const server = new CaseServer(cases);
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, kind = '', place = ''] = (request.url ?? '').split('/');
    const number = Number.parseInt(place);
    const example = this.cases[number];
    if (kind.endsWith('.js') || kind === 'assets') {
      response.setHeader('Content-Type', 'text/javascript');
      createReadStream(repositoryFile(`dist/ui${request.url}`)).pipe(response);
    } else if (example === undefined) response.setHeader('Content-Type', 'text/html').end();
    else if (kind === 'native' && this.#ended.has(number)) this.#endForGood(number, request, response);
    else {
      await sendInParts(bytesOf(example), response);
      if (kind === 'native') this.#ended.set(number, performance.now());
    }
  }

  /** 204 ends reconnecting. The header is UTF-8, which node reads as Latin-1. */
  #endForGood(number: number, { headers }: IncomingMessage, response: ServerResponse): void {
    const lastEventId = Buffer.from(String(headers['last-event-id'] ?? ''), 'latin1').toString();
    this.returns.set(number, { lastEventId, waitedMs: performance.now() - (this.#ended.get(number) ?? 0) });
    response.writeHead(204).end();
  }
}

async function sendInParts(bytes: Uint8Array, response: ServerResponse): Promise<void> {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
  const half = Math.ceil(bytes.length / 2);
  await new Promise((resolve) => response.write(bytes.subarray(0, half), resolve));
  await delay(5);
  response.end(bytes.subarray(half));
}
