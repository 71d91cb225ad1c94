import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

/** A call of the pager, as Alertmanager makes it. */
export interface Page {
  readonly event_action: 'trigger' | 'acknowledge' | 'resolve';
  readonly dedup_key: string;
  readonly payload?: { readonly summary: string; readonly custom_details: Readonly<Record<string, string>> };
}

/** A message to the channel of tickets. */
export interface Ticket {
  readonly attachments: readonly { readonly title: string }[];
}

/** Takes what Alertmanager tells, in place of a pager and of a channel. */
export class Told {
  readonly pages: Page[] = [];
  readonly tickets: Ticket[] = [];

  private constructor(private readonly server: Server) {}

  static async start(): Promise<Told> {
    const server = createServer((request, response) => {
      void json(request).then((body) => {
        if (request.url === '/pages') told.pages.push(body as Page);
        else told.tickets.push(body as Ticket);
        response.writeHead(request.url === '/pages' ? 202 : 200).end('{"status":"success"}');
      });
    });
    const told = new Told(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return told;
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }
}
