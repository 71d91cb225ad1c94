// A Nest application that uses the modules gets tokens and streams, and keeps its own authentication, paths and errors.
import { type ManagedProcess } from '../../cluster/managed-process.js';
import { SseReader } from '../support/sse-reader.js';
import { used } from '../support/used-credentials.js';
import { GuideApplication } from './support/guide-application.js';

const event = (summary: string) => ({ event_type: 'order.paid', module: 'shop', severity: 'info', summary });

describe('another Nest application, with the packed package', () => {
  let application: GuideApplication;
  beforeAll(async () => (application = await GuideApplication.link()), 400_000);
  afterAll(() => application.remove());

  it('has at most 80 lines', () => expect(application.lines).toBeLessThanOrEqual(80));

  describe.each(['express', 'fastify'] as const)('on %s', (adapter) => {
    let process: ManagedProcess;
    let baseUrl: string;
    let session: string;
    beforeAll(async () => ({ process, baseUrl, session } = await application.start(adapter)));
    afterAll(() => process.stop());

    function post(path: string, body: object = {}, headers: Record<string, string> = { 'x-session': session }) {
      const type = { 'content-type': 'application/json' };
      return fetch(baseUrl + path, { method: 'POST', headers: { ...headers, ...type }, body: JSON.stringify(body) });
    }
    async function issue(): Promise<string> {
      const { token } = (await (await post('/live/token')).json()) as { token: string };
      return used(token);
    }
    const open = (token: string, headers = {}) => SseReader.open(`${baseUrl}/live?token=${token}`, { headers });

    it('issues a token, opens a stream, publishes, and resumes without a loss', async () => {
      const first = await open(await issue());
      await first.first('snapshot');
      expect((await post('/live', event('seen live'))).status).toBe(202);
      expect(await first.receive(1)).toMatchObject([{ summary: 'seen live', module: 'shop' }]);
      const { lastEventId } = first;
      first.close();
      await post('/live', { events: [event('missed'), event('missed too')] });
      const second = await open(await issue(), { 'Last-Event-ID': lastEventId! });
      expect(await second.receive(2)).toMatchObject([{ summary: 'missed' }, { summary: 'missed too' }]);
      second.close();
    });

    it("keeps the application's own authentication and the format of its errors", async () => {
      const refused = await post('/live/token', {}, {});
      expect(refused.status).toBe(401);
      expect(await refused.json()).toEqual({ message: 'Unauthorized', statusCode: 401 });
    });

    it('opens one stream with each token, and refuses everything else in that format, without an error in the log', async () => {
      const token = await issue();
      const stream = await open(token);
      await stream.first('snapshot');
      for (const url of [`${baseUrl}/live?token=${token}`, `${baseUrl}/live?token=unknown`]) {
        const again = await fetch(url);
        expect([again.status, await again.json()]).toMatchObject([403, { statusCode: 403 }]);
      }
      const without = await fetch(`${baseUrl}/live`);
      expect([without.status, await without.json()]).toMatchObject([401, { statusCode: 401 }]);
      const bad = await post('/live', { events: [{ module: 'shop' }] });
      expect([bad.status, await bad.json()]).toMatchObject([400, { statusCode: 400 }]);
      stream.close();
      expect(process.output()).not.toMatch(/ERROR/);
    });

    it('ends its streams when it is shut down', async () => {
      const stream = await open(await issue());
      await stream.first('snapshot');
      await process.stop();
      await stream.end();
      expect(await process.exited).toMatchObject({ signal: 'SIGTERM' });
    });
  });
});
