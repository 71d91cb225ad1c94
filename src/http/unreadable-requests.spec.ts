// A native EventSource stays closed after a 408, so a stream whose head is read late must not get one.
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { endUnreadableRequests } from './unreadable-requests.js';

describe('requests that cannot be read', () => {
  let server: Server;
  let requests: IncomingMessage[];

  /** A busy server may read late what came in time: only a head that never comes may have less than a second. */
  async function start(timeoutMs = 1_000): Promise<void> {
    requests = [];
    const limits = { connectionsCheckingInterval: 10, headersTimeout: timeoutMs, requestTimeout: timeoutMs };
    server = createServer(limits, (request, response) => {
      requests.push(request);
      if (request.url === '/begun') response.writeHead(200, { 'Content-Length': 9 }).write('begun');
      request.on('error', () => undefined);
    });
    endUnreadableRequests(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  }

  afterEach(() => new Promise((resolve) => server.close(resolve)));

  /** What the server writes before it closes the connection. */
  const responseTo = (bytes: string) => {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1', () => socket.write(bytes));
    return text(socket);
  };

  it.each([
    ['a head that never begins', ''],
    ['a head that does not end', 'GET /stream HTTP/1.1\r\nHost: x\r\n'],
  ])('%s gets no response', async (_, bytes) => {
    await start(50);
    expect(await responseTo(bytes)).toBe('');
    expect(requests).toHaveLength(0);
  });

  it('a body that does not end gets 408', async () => {
    await start();
    const post = 'POST /events HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n{';
    expect(await responseTo(post)).toBe('HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n');
    expect(requests).toHaveLength(1);
  });

  it.each([
    ['what is not HTTP', 'hello\r\n\r\n', '400 Bad Request'],
    [
      'a head that is too large',
      `GET / HTTP/1.1\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
      '431 Request Header Fields Too Large',
    ],
    [
      'chunks with long extensions',
      `POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1;${'x'.repeat(20_000)}\r\n`,
      '413 Payload Too Large',
    ],
  ])('%s gets its status', async (_, bytes, status) => {
    await start();
    expect(await responseTo(bytes)).toBe(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`);
  });

  it('nothing is written into a response that has begun', async () => {
    await start();
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    socket.write('GET /begun HTTP/1.1\r\nHost: x\r\n\r\n');
    socket.once('data', () => socket.write('nonsense\r\n\r\n'));
    expect(await text(socket)).toMatch(/begun$/);
  });
});
