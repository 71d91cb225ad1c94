import { appendFileSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { join } from 'node:path';
import { eventually } from '../../../cluster/eventually.js';
import { createRunDirectory } from '../../../cluster/run-directory.js';

/** A span as it came over OTLP, with its attributes by name. */
export interface ReceivedSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly milliseconds: number;
  readonly attributes: Readonly<Record<string, unknown>>;
}

interface Attribute {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}

interface OtlpSpan extends Omit<ReceivedSpan, 'attributes' | 'milliseconds'> {
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly Attribute[];
}

interface OtlpRequest {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly Attribute[] };
    readonly scopeSpans: readonly { readonly spans: readonly OtlpSpan[] }[];
  }[];
}

/** A collector that takes OTLP over HTTP, as JSON. What it gets goes to a file that `test/logs` reads. */
export class OtlpReceiver {
  readonly spans: ReceivedSpan[] = [];
  /** Attributes of the resources that sent spans. */
  resource: Readonly<Record<string, unknown>> = {};
  private readonly file = join(createRunDirectory('otlp'), 'traces.log');

  private constructor(private readonly server: Server) {}

  static async start(): Promise<OtlpReceiver> {
    const server = createServer((request, response) => {
      void text(request).then((body) => {
        if (request.url === '/v1/traces') receiver.take(body);
        response.setHeader('Content-Type', 'application/json').end('{}');
      });
    });
    const receiver = new OtlpReceiver(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** All that was received, as it came. */
  get raw(): string {
    return readFileSync(this.file, 'utf8');
  }

  /** Waits for a span with this name and these attributes. */
  span(name: string, attributes: Readonly<Record<string, unknown>> = {}): Promise<ReceivedSpan> {
    const wanted = Object.entries(attributes);
    const look = () =>
      this.spans.find((span) => span.name === name && wanted.every(([key, value]) => span.attributes[key] === value));
    return eventually(look, { what: `the span ${name} ${JSON.stringify(attributes)}` });
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private take(body: string): void {
    appendFileSync(this.file, `${body}\n`);
    for (const { resource, scopeSpans } of (JSON.parse(body) as OtlpRequest).resourceSpans) {
      this.resource = byName(resource.attributes);
      for (const { startTimeUnixNano, endTimeUnixNano, attributes, ...span } of scopeSpans.flatMap(
        ({ spans }) => spans,
      )) {
        const milliseconds = Number(BigInt(endTimeUnixNano) - BigInt(startTimeUnixNano)) / 1e6;
        this.spans.push({ ...span, milliseconds, attributes: byName(attributes) });
      }
    }
  }
}

function byName(attributes: readonly Attribute[]): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
}
