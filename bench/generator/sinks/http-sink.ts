import { type EventTemplate } from '../event-template.js';
import { KeepAliveClient } from '../keep-alive-client.js';
import { renderRequest, type RequestSpec } from '../requests.js';
import { type Batch, type Sink } from './sink.js';

const CLOSING = Buffer.from(']}');
const COMMA = 44;

/** Publishes a batch in one request with the body `{"events":[…]}`, or with another name for the list. */
export class HttpSink implements Sink {
  private readonly client: KeepAliveClient;
  private readonly opening: Buffer;

  constructor(
    private readonly request: RequestSpec,
    private readonly templates: EventTemplate[],
    list = 'events',
  ) {
    this.opening = Buffer.from(`{"${list}":[`);
    this.client = new KeepAliveClient(request.host, request.port);
  }

  async publish(batch: Batch): Promise<void> {
    const body = this.render(batch);
    const headers = { 'Content-Type': 'application/json', 'Content-Length': String(body.length) };
    const head = Buffer.from(renderRequest('POST', this.request, headers), 'latin1');
    const [answer] = await this.client.send(Buffer.concat([head, body]));
    if (!answer || answer.status >= 300)
      throw new Error(`Publishing got the response ${answer?.status}: ${answer?.body}`);
  }

  close(): void {
    this.client.close();
  }

  private render({ first, count, dueAt }: Batch): Buffer {
    const longest = this.templates.reduce((most, { length }) => Math.max(most, length), 0);
    const body = Buffer.allocUnsafe(this.opening.length + CLOSING.length + count * (longest + 1));
    let at = this.opening.copy(body);
    for (let sequence = first; sequence < first + count; sequence++) {
      if (sequence > first) body[at++] = COMMA;
      at = (this.templates[sequence % this.templates.length] as EventTemplate).write(
        body,
        at,
        sequence,
        dueAt(sequence),
      );
    }
    at += CLOSING.copy(body, at);
    return body.subarray(0, at);
  }
}
