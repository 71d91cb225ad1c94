import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { SERVICE } from '../../../src/version.js';

/** The response to the next publish call; `cut` breaks the connection. */
export type PublishAnswer = { status: number; body?: object; headers?: Record<string, string> } | 'accept' | 'cut';

/** A server for tests of `vx11 publish`: responds to each call as its script says, and accepts all calls after that. */
export class ScriptedServer {
  /** The events of every call. */
  readonly calls: { event_id: string; n?: number }[][] = [];
  readonly #server: Server;

  private constructor(private readonly script: PublishAnswer[]) {
    this.#server = createServer((request, response) => {
      if (request.url === '/operator/api/health') {
        response.setHeader('Content-Type', 'application/json');
        response.end(JSON.stringify({ status: 'ok', service: SERVICE, version: '0' }));
        return;
      }
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => this.#answer(Buffer.concat(chunks).toString(), request, response));
    });
  }

  #answer(body: string, request: IncomingMessage, response: ServerResponse): void {
    const { events } = JSON.parse(body) as { events: { event_id: string; n?: number }[] };
    this.calls.push(events);
    const next = this.script.shift() ?? 'accept';
    if (next === 'cut') {
      request.socket.destroy();
      return;
    }
    const answer = next === 'accept' ? { status: 202, body: { accepted: events.length, ids: [] } } : next;
    response.writeHead(answer.status, {
      'Content-Type': 'application/problem+json',
      ...('headers' in answer && answer.headers),
    });
    response.end(JSON.stringify(answer.body ?? {}));
  }

  static async start(script: PublishAnswer[]): Promise<ScriptedServer> {
    const server = new ScriptedServer(script);
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
}
