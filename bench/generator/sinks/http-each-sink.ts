import { type EventTemplate } from '../event-template.js';
import { KeepAliveClient } from '../keep-alive-client.js';
import { renderPost, type RequestSpec } from '../requests.js';
import { type Batch, type Sink } from './sink.js';

/** Publishes each event in a request of its own, pipelined, for a server that accepts one event per request. */
export class HttpEachSink implements Sink {
  private readonly client: KeepAliveClient;

  constructor(
    private readonly request: RequestSpec,
    private readonly templates: EventTemplate[],
    private readonly type?: string,
  ) {
    this.client = new KeepAliveClient(request.host, request.port);
  }

  async publish({ first, count, dueAt }: Batch): Promise<void> {
    const requests = Array.from({ length: count }, (_, index) => {
      const template = this.templates[(first + index) % this.templates.length] as EventTemplate;
      const body = Buffer.allocUnsafe(template.length);
      template.write(body, 0, first + index, dueAt(first + index));
      return renderPost(this.request, body, this.type);
    });
    const answers = await this.client.send(Buffer.concat(requests), count);
    const refused = answers.find(({ status }) => status >= 300);
    if (refused) throw new Error(`Publishing got the response ${refused.status}: ${refused.body}`);
  }

  close(): void {
    this.client.close();
  }
}
