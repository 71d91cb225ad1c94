// Browsers and proxies parse these bytes: the head, the framing and the order of frames are part of the interface.
import { EventLog } from '../../src/event-log/event-log.interface.js';
import { event } from '../support/api.js';
import { type InProcessApp, startInProcess } from '../support/in-process-app.js';
import { RawConnection } from './support/raw-connection.js';
import { replaceMethod } from './support/replace-method.js';

const ID = '[0-9a-z]+-\\d+-\\d+';
/** When to reconnect: by chance, within a second. */
const RETRY = /^retry: 1\d{3}\n\n/;

describe('the bytes of a stream', () => {
  let app: InProcessApp;
  let connection: RawConnection;

  beforeAll(async () => {
    app = await startInProcess();
  });

  beforeEach(async () => {
    connection = await RawConnection.open(app.baseUrl);
  });

  afterEach(() => connection.close());

  afterAll(() => app.close());

  const open = async (query = '', headers: Record<string, string> = {}) => {
    const token = await app.reader.token();
    connection.request(`GET /operator/api/events/stream?token=${token}${query}`, headers);
  };

  it('begins with exactly this head', async () => {
    await open('', { 'X-Correlation-Id': 'head-1' });
    await connection.until(/\r\n\r\n/);
    const [status, ...lines] = connection.response.head.split('\r\n');
    expect(status).toBe('HTTP/1.1 200 OK');
    expect(lines).toEqual(
      expect.arrayContaining([
        'Content-Type: text/event-stream; charset=utf-8',
        'Cache-Control: no-cache, no-store, no-transform',
        'X-Accel-Buffering: no',
        'Referrer-Policy: no-referrer',
        'X-Correlation-Id: head-1',
        'Connection: close',
      ]),
    );
    const names = lines.map((line) => line.split(':')[0]!.toLowerCase());
    expect(new Set(names).size).toBe(names.length);
    for (const framing of ['transfer-encoding', 'content-length', 'content-encoding', 'keep-alive', 'x-powered-by']) {
      expect(names).not.toContain(framing);
    }
  });

  it('goes on with retry, the snapshot and then events as they are published, unframed', async () => {
    const [before] = await app.operator.publish(
      event({ event_id: 'bytes-1', summary: 'Größe ✓ 😀', created_at: '2026-11-22T08:00:00Z', correlation_id: 'c-1' }),
    );
    await open('&snapshot=1&module=test');
    await connection.until(/event: snapshot\n.*\n\n/);
    const [after] = await app.operator.publish(
      event({
        event_id: 'bytes-2',
        correlation_id: 'c-2',
        payload: { n: 1, list: [true, null] },
        created_at: '2026-11-22T08:00:01Z',
      }),
    );
    await connection.until(/bytes-2.*\n\n/);
    const first = `{"event_id":"bytes-1","event_type":"test.happened","summary":"Größe ✓ 😀","module":"test","severity":"info","correlation_id":"c-1","payload":{},"created_at":"2026-11-22T08:00:00Z"}`;
    const second = `{"event_id":"bytes-2","event_type":"test.happened","summary":"Something happened.","module":"test","severity":"info","correlation_id":"c-2","payload":{"n":1,"list":[true,null]},"created_at":"2026-11-22T08:00:01Z"}`;
    expect(connection.response.body.replace(RETRY, '')).toBe(
      `id: ${before}\nevent: snapshot\ndata: {"type":"snapshot","events":[${first}],"last_event_id":"${before}"}\n\n` +
        `id: ${after}\ndata: ${second}\n\n`,
    );
  });

  it('an empty snapshot still brings a position', async () => {
    await open('&snapshot=0');
    const [, id] = await connection.until(new RegExp(`^id: (${ID})$`, 'm'));
    expect(connection.response.body).toMatch(
      `id: ${id}\nevent: snapshot\ndata: {"type":"snapshot","events":[],"last_event_id":"${id}"}\n\n`,
    );
  });

  it('brings its first bytes at once, not when the log has answered', async () => {
    const log = app.app.get<EventLog>(EventLog);
    let answer!: () => void;
    const asked = new Promise<void>((resolve) => (answer = resolve));
    const restore = replaceMethod(log, 'read', (read) => async (...args) => {
      await asked;
      return read(...args);
    });
    await open('', { 'Last-Event-ID': 'nobody can read this' });
    await connection.until(/\r\n\r\nretry: .*\n\n/);
    expect(connection.response.body.replace(RETRY, '')).toBe('');
    restore();
    answer();
    await connection.until(/event: gap\n/);
  });

  it('holds nothing but frames, whatever else its client sends', async () => {
    const token = await app.reader.token();
    const next = 'GET /health HTTP/1.1\r\nHost: test\r\n\r\n';
    connection.write(`GET /operator/api/events/stream?token=${token} HTTP/1.1\r\nHost: test\r\n\r\n${next}`);
    await connection.until(/event: snapshot\n/);
    await app.operator.publish(event({ summary: 'after the second request' }));
    await connection.until(/after the second request/);
    connection.write('no request at all\r\n\r\n');
    await connection.end();
    expect(connection.text.match(/HTTP\/1\.1/g)).toHaveLength(1);
    expect(connection.response.body).toMatch(/^(((id|event|data|retry): .*\n)+\n)+$/);
  });

  it('serves HTTP/1.0 clients the same way', async () => {
    const token = await app.reader.token();
    connection.write(`GET /operator/api/events/stream?token=${token} HTTP/1.0\r\n\r\n`);
    await connection.until(/\r\n\r\nretry: .*\n\nid: /);
  });
});
