// Malformed HTTP must not end the process, cut other streams or leave a connection behind.
import { StreamRequestGuard } from '../../src/events/stream/stream-request.guard.js';
import { TokenStore } from '../../src/token-store/token-store.interface.js';
import { event } from '../support/api.js';
import { type InProcessApp, startInProcess } from '../support/in-process-app.js';
import { SseReader } from '../support/sse-reader.js';
import { RawConnection } from './support/raw-connection.js';
import { replaceMethod } from './support/replace-method.js';

const EVENTS = '/operator/api/events';

describe('malformed HTTP', () => {
  let app: InProcessApp;
  let bystander: SseReader;

  beforeAll(async () => {
    app = await startInProcess();
    bystander = await app.reader.stream('snapshot=0');
    await bystander.first('snapshot');
  });

  afterEach(async () => {
    const seen = bystander.events.length;
    await app.operator.publish(event());
    await bystander.receive(seen + 1);
    expect(bystander.ended).toBe(false);
    expect(bystander.framesOf('gap')).toHaveLength(0);
  });

  afterAll(async () => {
    bystander.close();
    await app.close();
  });

  const answerTo = async (bytes: string | Buffer) => {
    const connection = await RawConnection.open(app.baseUrl);
    connection.write(bytes);
    await connection.end();
    return connection.text;
  };

  it('a stream is refused behind an unfinished response, before its token is spent', async () => {
    const token = await app.reader.token();
    const connection = await RawConnection.open(app.baseUrl);
    const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`;
    // The first response is over once the request for the stream was looked at.
    const store = app.app.get<TokenStore>(TokenStore);
    let looked!: () => void;
    const lookedAt = new Promise<void>((resolve) => (looked = resolve));
    const restore = [
      replaceMethod(store, 'stats', (stats) => () => lookedAt.then(stats)),
      replaceMethod(StreamRequestGuard.prototype, 'canActivate', (look) => (execution) => {
        setImmediate(looked);
        return look(execution);
      }),
    ];
    connection.write(get('/health/ready') + get(`${EVENTS}/stream?token=${token}`) + get('/health/live'));
    const [, problem = ''] = await connection.until(/HTTP\/1\.1 400 [^{]*(\{[^\n]*?\})HTTP\/1\.1 200 /);
    expect(JSON.parse(problem)).toMatchObject({ code: 'invalid_request', errors: [{ field: 'request' }] });
    for (const undo of restore) undo();
    connection.close();
    const stream = await SseReader.open(app.reader.streamUrl(token));
    expect(stream.status).toBe(200);
    stream.close();
  });

  it.each<[string, string | Buffer, RegExp]>([
    ['no request line', 'hello\r\n\r\n', /^HTTP\/1\.1 400 /],
    ['a TLS greeting', Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01]), /^HTTP\/1\.1 400 /],
    ['zeros', Buffer.alloc(1_000), /^HTTP\/1\.1 400 /],
    ['an unknown method', 'BREW / HTTP/1.1\r\nHost: x\r\n\r\n', /^HTTP\/1\.1 400 /],
    ['an unknown version', 'GET / HTTP/9.9\r\nHost: x\r\n\r\n', /^HTTP\/1\.1 400 /],
    ['no host', 'GET /health HTTP/1.1\r\n\r\n', /^HTTP\/1\.1 400 /],
    [
      'a header that is too large',
      `GET /health HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
      /^HTTP\/1\.1 431 /,
    ],
    ['a path that is too long', `GET /${'x'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`, /^HTTP\/1\.1 431 /],
    ['a header without a colon', 'GET /health HTTP/1.1\r\nHost: x\r\nnonsense\r\n\r\n', /^HTTP\/1\.1 400 /],
    ['a line feed in a header', 'GET /health HTTP/1.1\r\nHost: x\r\nX: a\nb\r\n\r\n', /^HTTP\/1\.1 400 /],
    [
      'two lengths',
      `POST ${EVENTS} HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab`,
      /^HTTP\/1\.1 400 /,
    ],
    [
      'a length and chunks',
      `POST ${EVENTS} HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      /^HTTP\/1\.1 400 /,
    ],
    [
      'a length that is no number',
      `POST ${EVENTS} HTTP/1.1\r\nHost: x\r\nContent-Length: many\r\n\r\n`,
      /^HTTP\/1\.1 400 /,
    ],
    [
      'a chunk that is no chunk',
      `POST ${EVENTS} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n`,
      /^HTTP\/1\.1 4\d\d /,
    ],
  ])('%s is refused and the connection closed', async (_, bytes, expected) => {
    const text = await answerTo(bytes);
    expect(text).toMatch(expected);
    expect(text).not.toMatch(/node_modules|\bat .+:\d+/);
  });

  it.each([
    ['half a request line', 'GET /operator/api/ev'],
    ['half a head', `GET ${EVENTS} HTTP/1.1\r\nHost: x\r\nX-VX11-`],
    [
      'half a body',
      `POST ${EVENTS} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"event_`,
    ],
    [
      'half a chunk',
      `POST ${EVENTS} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n64\r\n{"ev`,
    ],
  ])('%s and then nothing leaves nothing behind', async (_, bytes) => {
    for (let attempt = 0; attempt < 20; attempt++) {
      const connection = await RawConnection.open(app.baseUrl);
      connection.write(bytes);
      if (attempt % 2) connection.finish();
      else connection.close();
    }
    const connection = await RawConnection.open(app.baseUrl);
    connection.write(bytes);
    connection.finish();
    await connection.end();
  });

  it('10,000 small malformed requests, one after the other and all at once, leave it responding', async () => {
    const host = 'Host: x\r\n';
    const credential = `X-VX11-Token: ${app.credentials.operator}\r\n`;
    const post = (path: string, body: string) =>
      `POST ${path} HTTP/1.1\r\n${host}${credential}Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
    const malformed = [
      `GET /%00%ff/../.. HTTP/1.1\r\n${host}\r\n`,
      `GET ${EVENTS}?limit=x&after=%ff&severity=%00 HTTP/1.1\r\n${host}${credential}\r\n`,
      `GET ${EVENTS}/stream?snapshot=-1 HTTP/1.1\r\n${host}\r\n`,
      `GET ${EVENTS}/stream?token=%ff%fe&x[__proto__]=1 HTTP/1.1\r\n${host}\r\n`,
      `GET ${EVENTS} HTTP/1.1\r\n${host}Authorization: Bearer \u00ff\u00fe\r\n\r\n`,
      `OPTIONS * HTTP/1.1\r\n${host}\r\n`,
      post(EVENTS, '{"events":[{'),
      post(EVENTS, '{"__proto__":1,"events":[]}'),
      post(`${EVENTS}/sse-token`, '{"modules":{}}'),
    ];
    const rounds = 20;
    const connections = 50;
    // The last request of a connection is none at all, and closes it.
    const batch =
      Array.from({ length: 9 }, (_, index) => malformed[index % malformed.length]).join('') + 'none\r\n\r\n';
    for (let round = 0; round < rounds; round++) {
      const answers = await Promise.all(Array.from({ length: connections }, () => answerTo(batch)));
      for (const answer of answers) expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
    }
    expect(rounds * connections * 10).toBe(10_000);
    expect((await app.operator.call('GET', '/health')).status).toBe(200);
    expect((await app.operator.call('GET', '/operator/internal/cache-stats')).body.live_tokens).toBe(0);
  });
});
