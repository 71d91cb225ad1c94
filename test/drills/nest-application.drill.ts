// A manifest may name versions that npm cannot install together, which the links of test/package/nest-application.spec.ts do not show.
import { used } from '../support/used-credentials.js';
import { GuideApplication } from '../package/support/guide-application.js';

describe('another Nest application, with the packed package installed by npm', () => {
  let application: GuideApplication;
  beforeAll(async () => (application = await GuideApplication.install()), 300_000);
  afterAll(() => application.remove());

  it.each(['express', 'fastify'] as const)('issues tokens on %s', async (adapter) => {
    const { process, baseUrl, session } = await application.start(adapter);
    const issued = await fetch(`${baseUrl}/live/token`, { method: 'POST', headers: { 'x-session': session } });
    const { token } = (await issued.json()) as { token: string };
    expect([issued.status, used(token)]).toEqual([201, expect.stringMatching(/^[\w-]+$/)]);
    await process.stop();
  });
});
