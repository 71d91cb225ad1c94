// A body is read only for a caller who may send it, within the share of its principal.
import { type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { eventually } from '../../cluster/eventually.js';
import { problem } from '../e2e/support/problem.js';
import { RawConnection } from '../e2e/support/raw-connection.js';
import { event } from '../support/api.js';
import { type InProcessApp, startInProcess } from '../support/in-process-app.js';
import { newCredential } from '../support/used-credentials.js';

const EVENTS = '/operator/api/events';
const ISSUE = `${EVENTS}/sse-token`;
const MIB = 1_048_576;
const JSON_TYPE = { 'Content-Type': 'application/json' };

const NOBODY_ASKS: [string, string, Record<string, string>, number][] = [
  ['a caller without a credential', `POST ${EVENTS}`, {}, 401],
  ['a caller with a wrong one', `POST ${ISSUE}`, { 'X-VX11-Token': newCredential() }, 403],
  ['a route that takes none', 'GET /health', {}, 200],
  ['a method that is not served', 'POST /health', {}, 405],
  ['a path that is not served', 'POST /nothing', {}, 404],
];

describe('a body', () => {
  let app: InProcessApp;

  beforeEach(async () => {
    app = await startInProcess();
  });

  afterEach(() => app.close());

  /** Begins a request whose body does not come whole. */
  async function begin(
    line: string,
    headers: Record<string, string>,
    part: Buffer | string = '',
  ): Promise<RawConnection> {
    const connection = await RawConnection.open(app.baseUrl);
    connection.request(line, { ...JSON_TYPE, 'Content-Length': String(MIB), ...headers });
    connection.write(part);
    return connection;
  }

  const publish = async (body: Buffer<ArrayBuffer> | string, headers: Record<string, string> = {}) => {
    const init = { method: 'POST', headers: { ...app.gateway.headers, ...JSON_TYPE, ...headers }, body };
    const response = await fetch(app.baseUrl + EVENTS, init);
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };

  it.each(NOBODY_ASKS)('is not read for %s', async (_, line, headers, status) => {
    // CWE-405: a kilobyte of gzip that unfolds to a megabyte of brackets took 85 ms from everybody.
    const bomb = gzipSync('['.repeat(MIB));
    const connection = await begin(line, { 'Content-Encoding': 'gzip', ...headers }, bomb.subarray(0, 100));
    await connection.until(new RegExp(`^HTTP/1\\.1 ${status} [^]*\r\nConnection: close\r\n`));
    connection.close();
  });

  it('of a principal without the right is not read', async () => {
    // CWE-696: the right must be checked before the body is read.
    const connection = await begin(`POST ${EVENTS}`, app.reader.headers);
    await connection.until(/^HTTP\/1\.1 403 /);
    connection.close();
  });

  it('that a stranger continues to send is cut off', async () => {
    // CWE-770: node reads the rest of a body for as long as the client sends it.
    const sockets: Socket[] = [];
    app.server.on('connection', (socket: Socket) => sockets.push(socket));
    const connection = await begin(`POST ${EVENTS}`, { 'Content-Length': String(1_000 * MIB) });
    await connection.until(/^HTTP\/1\.1 401 [^]*\}$/);
    for (let sent = 0; !connection.closed && sent < 50; sent++) {
      connection.write(Buffer.alloc(MIB));
      await new Promise((resolve) => setImmediate(resolve));
    }
    await connection.end();
    expect(sockets[0]!.bytesRead).toBeLessThan(2 * MIB);
  });

  it('that is refused after a moment still lets its client read the response', async () => {
    // CWE-755: a client does not get the response on a connection that is reset.
    const stranger = { ...JSON_TYPE, 'X-VX11-Token': newCredential() };
    for (let attempt = 0; attempt < 20; attempt++) {
      const init = { method: 'POST', headers: stranger, body: ' '.repeat(MIB) };
      expect((await fetch(app.baseUrl + EVENTS, init)).status).toBe(403);
    }
  });

  it('gets 100 Continue only if it will be read', async () => {
    // CWE-405: `Expect: 100-continue` asks whether a body is wanted. For a stranger it is not.
    const expecting = { Expect: '100-continue', Connection: 'close' };
    const stranger = await begin(`POST ${EVENTS}`, expecting);
    await stranger.end();
    expect(stranger.text).toMatch(/^HTTP\/1\.1 401 /);
    const json = JSON.stringify(event());
    const known = await begin(`POST ${EVENTS}`, {
      ...expecting,
      ...app.gateway.headers,
      'Content-Length': String(json.length),
    });
    await known.until(/^HTTP\/1\.1 100 Continue\r\n\r\n$/);
    known.write(json);
    await known.until(/\r\n\r\nHTTP\/1\.1 202 /);
    await known.end();
  });

  it('is refused for its depth before it is parsed', async () => {
    // CWE-674: parsing costs time, so the depth is checked first. This body is not JSON, which only a parser would notice.
    const { status, body } = await publish('[{"a":'.repeat(50_000));
    expect(status).toBe(400);
    expect(body.errors).toEqual([{ field: 'body', message: 'must not be nested deeper than 32 levels' }]);
  });

  it('may be as deep as a payload in a list of events', async () => {
    // ASVS 15.2.2: a bound must not refuse what the documentation allows.
    const payload = `${'{"a":'.repeat(19)}{}${'}'.repeat(19)}`;
    const body = `{"events":[${JSON.stringify(event()).replace('{', `{"payload":${payload},`)}]}`;
    expect((await publish(body)).status).toBe(202);
  });

  it('may decompress to a hundred times its size, and no more', async () => {
    // CWE-409: decompression stops at the bound, not at the end of the data.
    const gzip = { 'Content-Encoding': 'gzip' };
    const bomb = await publish(gzipSync('['.repeat(MIB)), gzip);
    expect(bomb).toMatchObject(problem('payload_too_large'));
    expect(bomb.body.detail).toMatch('more than 100 times its size');
    const noise = Array.from({ length: 300 }, (_, index) => event({ summary: `${Math.sqrt(index)}` }));
    expect((await publish(gzipSync(JSON.stringify({ events: noise })), gzip)).status).toBe(202);
  });

  it('must not be compressed if it is small', async () => {
    // CWE-409: a token request is small, so a compressed one is an attack.
    const headers = { ...app.reader.headers, ...JSON_TYPE, 'Content-Encoding': 'gzip' };
    const response = await fetch(app.baseUrl + ISSUE, { method: 'POST', headers, body: gzipSync('{}') });
    expect(await response.json()).toMatchObject(problem('unsupported_media_type').body);
  });

  it('of a token request has 16 KiB', async () => {
    // CWE-770: a megabyte is a thousand times what a token can be restricted with.
    const refused = await app.reader.call('POST', ISSUE, `{${' '.repeat(16_384)}}`);
    expect(refused).toMatchObject(problem('payload_too_large', { detail: 'The body exceeds 16 KiB.' }));
  });

  it('with any number of faults gets a hundred of them, and their number', async () => {
    // CWE-405: four kilobytes of gzip got a response of seven megabytes.
    const field = (index: number) => `"${index.toString(36)}":0`;
    const fields = Array.from({ length: 60_000 }, (_, index) => field(index)).join(',');
    const { status, body } = await publish(`{"events":[{${fields}}]}`);
    expect(status).toBe(400);
    expect(body.errors).toHaveLength(100);
    expect(body.detail).toBe('The request has 60004 faults, of which 100 are named.');
    expect(JSON.stringify(body).length).toBeLessThan(32_768);
  });

  it('takes memory of the share of its principal, and none of the others', async () => {
    // CWE-770: bodies that are sent slowly are held for as long as their clients like.
    const slow = await Promise.all(
      Array.from({ length: 33 }, () => begin(`POST ${EVENTS}`, app.gateway.headers, Buffer.alloc(MIB - 1, ' '))),
    );
    await eventually(() => slow.some(({ text }) => text.startsWith('HTTP/1.1 429 ')) || undefined, {
      what: 'one body to be too much',
    });
    expect((await app.operator.call('POST', EVENTS, event())).status).toBe(202);
    for (const connection of slow) connection.close();
    const again = async () => (await app.gateway.call('POST', EVENTS, event())).status === 202 || undefined;
    await eventually(again, { what: 'the share to be free again' });
  });

  it('that was read leaves its connection to the next request', async () => {
    // ASVS 13.2.6: nginx keeps connections to its instances; one for each publish would run out of ports.
    const connection = await RawConnection.open(app.baseUrl);
    const json = JSON.stringify(event());
    for (let call = 1; call <= 2; call++) {
      const headers = { ...app.gateway.headers, ...JSON_TYPE, 'Content-Length': String(json.length) };
      connection.request(`POST ${EVENTS}`, headers);
      connection.write(json);
      await connection.until(new RegExp(`^(HTTP/1\\.1 202 [^]*?\\}){${call}}$`));
    }
    connection.close();
  });
});
