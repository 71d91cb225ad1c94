// No registry has the client, so a page gets it as a tarball, or from the service. Both must work in a project that was made without
// the repository.
import { type Browser } from 'playwright-core';
import { eventually } from '../../cluster/eventually.js';
import { Instance } from '../../cluster/instance.js';
import { type ManagedProcess } from '../../cluster/managed-process.js';
import { createRunDirectory } from '../../cluster/run-directory.js';
import { startChromium } from '../browser/support/chromium.js';
import { Api, event } from '../support/api.js';
import { newCredential } from '../support/used-credentials.js';
import { ViteProject } from './support/vite-project.js';

const CREDENTIAL = newCredential();

describe('the client in a project with Vite', () => {
  let project: ViteProject;
  let service: Instance;
  let vite: ManagedProcess;
  let browser: Browser;
  let baseUrl: string;

  beforeAll(async () => {
    const env = { VX11_OPERATOR_TOKEN: CREDENTIAL, VX11_STORE: 'memory', LOG_LEVEL: 'warn' };
    [project, service, browser] = await Promise.all([
      ViteProject.install(),
      Instance.start({ runDir: createRunDirectory('vite-service'), env }),
      startChromium(),
    ]);
    await project.build();
    ({ process: vite, baseUrl } = await project.serve(service.baseUrl));
  });

  afterAll(async () => {
    await browser.close();
    await vite.stop();
    await service.stop();
  });

  it('compiles against its types, in each way in which packages are looked up', () => project.check());

  it('is imported by node', async () => {
    expect(await project.exported()).toEqual(expect.arrayContaining(['followEvents', 'subscribe', 'RefusedError']));
  });

  it.each([
    ['installed from the tarball, and built', '/'],
    ['imported from the service, without a build', '/plain.html'],
  ])('%s, shows what is published', async (_name, path) => {
    const page = await browser.newPage();
    await page.goto(`${baseUrl}${path}#${CREDENTIAL}`);
    const shown = () => page.locator('li').allTextContents();
    const shows = (text: string) =>
      eventually(async () => (await shown()).includes(text) || undefined, { what: `${text} on the page` });
    await shows('snapshot');
    await new Api(service.baseUrl, CREDENTIAL).publish(event({ summary: `for ${path}` }));
    await shows(`for ${path}`);
    await page.close();
  });

  it('tells a page that its credential is refused', async () => {
    const page = await browser.newPage();
    await page.goto(`${baseUrl}/#${newCredential()}`);
    await page.getByText('refused: credential').waitFor();
    await page.close();
  });
});
