import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { STREAM_PATH } from '../../../../src/endpoints/paths.js';
import { SERVICE } from '../../../../src/version.js';

/** A service that issues the same token to everybody, and opens a stream for whoever shows one. Real ones never do. */
export async function anyToken(): Promise<{ url: string; close: () => void }> {
  const server = createServer((request, response) => {
    const stream = request.url?.startsWith(STREAM_PATH);
    response.setHeader('Content-Type', stream ? 'text/event-stream' : 'application/json');
    response.end(
      stream ? 'event: snapshot\ndata: {}\n\n' : JSON.stringify({ service: SERVICE, sse_token: 'x'.repeat(43) }),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => void server.close() };
}
