import { KeepAliveClient } from './keep-alive-client.js';
import { renderRequest, type RequestSpec } from './requests.js';

/** Asks instances for tokens by turns, on kept-alive connections as nginx does it. */
export class TokenDesk {
  /** How often no token was had, by status; 0: the connection was cut. */
  failures: Record<number, number> = {};
  private readonly clients = new Map<string, KeepAliveClient>();
  private turn = 0;

  /** @param requests the request to each instance */
  constructor(private readonly requests: readonly RequestSpec[]) {}

  /** Returns a token for a client at `address`; undefined if there was none. A `lane` has connections of its own, for one call at a time. */
  async ask(lane: number, address: string): Promise<string | undefined> {
    const request = this.requests[this.turn++ % this.requests.length] as RequestSpec;
    const bytes = renderRequest('POST', request, { 'Content-Length': '0', 'X-Forwarded-For': address });
    const answer = await this.send(this.clientOf(lane, request), bytes);
    if (answer?.status === 200) return (JSON.parse(answer.body) as { sse_token: string }).sse_token;
    const status = answer?.status ?? 0;
    this.failures[status] = (this.failures[status] ?? 0) + 1;
    return undefined;
  }

  private async send(client: KeepAliveClient, bytes: string) {
    try {
      return (await client.send(bytes))[0];
    } catch {
      return undefined;
    }
  }

  private clientOf(lane: number, { host, port }: RequestSpec): KeepAliveClient {
    const key = `${lane} ${port}`;
    let client = this.clients.get(key);
    if (!client) this.clients.set(key, (client = new KeepAliveClient(host, port)));
    return client;
  }
}
