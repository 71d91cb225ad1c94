// The process has one thread. Many cheap requests of one caller must not delay the requests of others.
import { RawConnection } from '../e2e/support/raw-connection.js';
import { type InProcessApp, startInProcess } from '../support/in-process-app.js';
import { newCredential } from '../support/used-credentials.js';

const HOSTILE = { 'X-Forwarded-For': '192.0.2.1' };
const OTHER = { 'X-Forwarded-For': '192.0.2.2' };

describe('the event loop', () => {
  let app: InProcessApp;
  beforeAll(async () => (app = await startInProcess({ VX11_TRUSTED_PROXIES: '127.0.0.1' })));
  afterAll(() => app.close());

  /** A connection that the service has accepted: it has been answered on it once. */
  async function accepted(): Promise<RawConnection> {
    const connection = await RawConnection.open(app.baseUrl);
    connection.request('GET /operator/api/unknown', OTHER);
    await connection.until(/^HTTP\/1\.1 404 [^]*\}$/);
    connection.forget();
    return connection;
  }

  it('is shared between addresses by turns, so that many requests of one do not keep another waiting', async () => {
    // CWE-400: 300 requests that came at once were handled in a row, and streams and health checks waited for the last.
    const hostile = await Promise.all(Array.from({ length: 300 }, accepted));
    const other = await accepted();
    for (const connection of hostile) {
      connection.request('GET /operator/api/events', { ...HOSTILE, 'X-VX11-Token': newCredential() });
    }
    other.request('GET /health', OTHER);
    for (const connection of hostile) await connection.until(/^HTTP\/1\.1 (403|429) /);
    await other.until(/^HTTP\/1\.1 200 /);
    const before = hostile.filter(({ answeredAt }) => answeredAt! < other.answeredAt!);
    expect(before.length).toBeLessThan(200);
    for (const connection of [...hostile, other]) connection.close();
  });

  it('is not held by a client that sends requests without waiting for the responses: its connection is closed', async () => {
    // CWE-770: requests that wait take memory, and a connection could bring any number of them.
    const connection = await accepted();
    connection.write('GET /operator/api/unknown HTTP/1.1\r\nHost: test\r\n\r\n'.repeat(2_000));
    await connection.end();
    const other = await accepted();
    other.close();
  });
});
