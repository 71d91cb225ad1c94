// Whatever a caller sends, the response has the form of the service, and no text of the caller is in logs, metrics or headers.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { METHODS } from 'node:http';
import { eventually } from '../../cluster/eventually.js';
import { scrape } from '../e2e/support/metrics.js';
import { RawConnection } from '../e2e/support/raw-connection.js';
import { event } from '../support/api.js';
import { type InProcessApp, startInProcess } from '../support/in-process-app.js';

const EVENTS = '/operator/api/events';

describe('what a caller makes up', () => {
  let app: InProcessApp;

  beforeAll(async () => {
    app = await startInProcess();
  });

  afterAll(() => app.close());

  /** Sends one request, ends the connection, and returns everything that came back. */
  async function send(line: string, headers: Record<string, string> = {}, body = ''): Promise<string> {
    const connection = await RawConnection.open(app.baseUrl);
    connection.request(line, { Connection: 'close', ...headers });
    connection.write(body);
    await connection.end();
    return connection.text;
  }

  it('adds no series to the metrics', async () => {
    // CWE-770: a series for each method and path that callers invent would be kept until the process ends.
    const series = async () => (await scrape(app)).split('\n').filter((line) => line.startsWith('vx11_http_')).length;
    for (const line of ['PUT /nowhere', 'PUT /health', 'DELETE /health']) await send(line);
    await series(); // has one of its own afterwards
    const before = await series();
    for (const method of METHODS.filter((one) => one !== 'CONNECT')) {
      if (!['GET', 'HEAD', 'POST'].includes(method)) await send(`${method} /health`);
    }
    for (const path of ['/x', '/%00', '/__proto__', '/x?token=1', '/health/x']) await send(`PUT ${path}`);
    expect(await series()).toBe(before);
  });

  it.each([
    ['GET http://[::1', {}, 'not_found'],
    ['GET http://', {}, 'not_found'],
    ['GET /\\~e:;@#', {}, 'not_found'],
    ['GET *', {}, 'not_found'],
    ['GET //x', {}, 'not_found'],
    [`GET ${EVENTS}`, { Expect: 'something' }, 'auth_required'],
  ])('gets a problem like any other: %s %j', async (line, headers, code) => {
    // CWE-755: a response of the framework has another form, and may tell which software runs here.
    const answer = await send(line, headers);
    expect(answer).toContain('Content-Type: application/problem+json');
    expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).toMatchObject({ code });
  });

  it('is no failure of the service if the client closes the connection in the middle of a body', async () => {
    // CWE-779: an error with a stack for each connection that is cut buries the errors that are ours.
    const connection = await RawConnection.open(app.baseUrl);
    connection.request(`GET ${EVENTS}/stream`, { 'X-VX11-Token': app.credentials.reader });
    await connection.until(/event: snapshot/);
    const headers = { 'X-VX11-Token': app.credentials.gateway, 'X-Correlation-Id': 'cut-off' };
    const arrived = once(app.server, 'request');
    connection.request(`POST ${EVENTS}`, { 'Content-Type': 'application/json', 'Content-Length': '9', ...headers });
    connection.write('{');
    const logged = () => readFileSync(app.logFile, 'utf8');
    await arrived;
    connection.close();
    await eventually(() => logged().includes('"correlation_id":"cut-off"') || undefined, { what: 'its line' });
    // An error is logged before the response to this request.
    await app.reader.call('GET', EVENTS);
    expect(logged()).not.toContain('"level":50');
  });

  it('becomes no header of the response', async () => {
    // CWE-113: a line break in a header begins another header.
    const injection = 'x%0d%0aSet-Cookie:%20a=b';
    const answers = await Promise.all([
      send(`GET ${EVENTS}?after=${injection}`, { 'X-VX11-Token': app.credentials.reader }),
      send(`GET ${EVENTS}/stream?token=${injection}&last_event_id=${injection}`),
      send(`GET /${injection}`),
      send('GET /health', { 'X-Correlation-Id': 'x\u000bSet-Cookie: a=b' }),
    ]);
    for (const answer of answers) expect(answer.split('\r\n\r\n')[0]).not.toMatch(/set-cookie/i);
  });

  it('is a field like any other, also under the name of a prototype', async () => {
    // CWE-1321: fields that are copied from a body must not change the prototype of all objects.
    const fields = '"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}';
    const bodies = [
      `{${fields}}`,
      `{"events":[{${fields}}]}`,
      JSON.stringify(event()).replace('{', `{"payload":{${fields}},`),
    ];
    const statuses = [];
    for (const body of bodies) statuses.push((await app.gateway.call('POST', EVENTS, body)).status);
    statuses.push((await app.reader.call('GET', `${EVENTS}?__proto__[polluted]=1&constructor=1`)).status);
    statuses.push((await app.reader.call('POST', `${EVENTS}/sse-token`, `{${fields}}`)).status);
    expect(statuses).toEqual([400, 400, 202, 200, 400]);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('is one request, or none, where its length can be read in two ways', async () => {
    // CWE-444: if two servers read the length differently, one takes a body for a request, with the credential of another caller.
    const hidden = 'GET /operator/api/health HTTP/1.1\r\nHost: x\r\n\r\n';
    const ambiguous: Record<string, string>[] = [
      { 'Content-Length': '4', 'Transfer-Encoding': 'chunked' },
      { 'Content-Length': '4', 'content-length': '5' },
      { 'Transfer-Encoding': 'chunked, identity' },
      { 'Transfer-Encoding': 'xchunked' },
      { 'Content-Length': '+4' },
    ];
    for (const headers of ambiguous) {
      const answer = await send(`POST ${EVENTS}`, { Connection: 'keep-alive', ...headers }, `0\r\n\r\n${hidden}`);
      expect(answer.match(/HTTP\/1\.1 \d{3}/g)).toEqual(['HTTP/1.1 400']);
    }
  });

  it('stays in the one line of its event, so that no frame is forged', async () => {
    // CWE-93: a line break in `data` would end the frame, and what follows would be an id or an event of the caller's.
    const forged = '\n\nid: forged\nevent: goodbye\ndata: {}\n\n';
    const stream = await app.reader.stream('snapshot=0');
    await stream.first('snapshot');
    for (const text of [forged, forged.replaceAll('\n', '\r'), '\u2028id: forged', '\u0085id: forged']) {
      await app.gateway.publish(event({ summary: text, payload: { [text]: text } }));
    }
    const events = await stream.receive(4);
    expect(events[0]).toMatchObject({ summary: forged, payload: { [forged]: forged } });
    expect([stream.framesOf('goodbye'), stream.frames.filter(({ id }) => id === 'forged')]).toEqual([[], []]);
    stream.close();
  });
});
