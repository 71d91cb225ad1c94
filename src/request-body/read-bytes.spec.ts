// A body that has arrived whole is read at once, any other one as it comes. The caller must not notice which of both it was.
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { BodyBudget, type BodyShare } from './body-budget.js';
import { BODIES_MAX_BYTES_PER_PRINCIPAL as SHARE } from './body-limits.js';
import { readBytes } from './read-bytes.js';

const MAX_BYTES = 1_000;

describe.each([
  ['that has arrived whole', true],
  ['that comes in pieces', false],
])('a body %s', (_, whole) => {
  const server = createServer();
  let client: Socket;
  let share: BodyShare;
  beforeEach(async () => {
    share = new BodyBudget().open('reader');
    await once(server.listen(0, '127.0.0.1'), 'listening');
    client = connect((server.address() as AddressInfo).port, '127.0.0.1').setNoDelay();
  });
  afterEach(async () => {
    client.destroy();
    server.closeAllConnections();
    await once(server.close(), 'close');
  });

  /** Sends `body`, or its first half if its end is to come later; returns the request and what is left to send. */
  async function requestWith(body: string): Promise<{ request: IncomingMessage; rest: string }> {
    const half = whole ? body.length : body.length >> 1;
    client.write(`POST / HTTP/1.1\r\nHost: test\r\nContent-Length: ${body.length}\r\n\r\n${body.slice(0, half)}`);
    const [request] = (await once(server, 'request')) as [IncomingMessage];
    while (request.readableLength < half || request.complete !== whole) await setImmediate();
    return { request, rest: body.slice(half) };
  }

  /** Reads the body; its rest is sent when its reading has begun. */
  function read(request: IncomingMessage, rest: string): Promise<Buffer> {
    const reading = readBytes(request, MAX_BYTES, share);
    void setImmediate().then(() => client.write(rest));
    return reading;
  }

  it.each([1, MAX_BYTES])('is read, if it has %i bytes', async (length) => {
    const body = Array.from({ length }, (_, index) => `${index % 10}`).join('');
    const { request, rest } = await requestWith(body);
    expect((await read(request, rest)).toString()).toBe(body);
  });

  it('is refused if it has a byte too many', async () => {
    const { request, rest } = await requestWith('x'.repeat(MAX_BYTES + 1));
    await expect(read(request, rest)).rejects.toMatchObject({ code: 'payload_too_large' });
    expect(request.destroyed).toBe(false);
  });

  it('takes its bytes of the budget, and is not read where they are not left', async () => {
    const { request, rest } = await requestWith('x'.repeat(100));
    share.take(SHARE - 99);
    await expect(read(request, rest)).rejects.toMatchObject({ code: 'rate_limited' });
  });

  it('is not read when its client has gone', async () => {
    const { request } = await requestWith('x'.repeat(100));
    request.on('error', () => undefined);
    client.destroy();
    while (!request.destroyed) await setImmediate();
    await expect(readBytes(request, MAX_BYTES, share)).rejects.toThrow('aborted');
  });
});
