import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';

/** A service that issues the same token to everybody, and opens a stream for whoever shows one. Real ones never do. */
export async function anyToken(): Promise<{ url: string; close: () => void }> {
  const server = createServer((request, response) => {
    const stream = request.method === 'GET';
    response.setHeader('Content-Type', stream ? 'text/event-stream' : 'application/json');
    response.end(stream ? 'event: snapshot\ndata: {}\n\n' : JSON.stringify({ sse_token: 'x'.repeat(43) }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => void server.close() };
}
