// A browser gives an EventSource of a page elsewhere up for good when a response cannot be read by that page. So also what nginx responds
// by itself, while there is no instance, must be readable, or each upgrade would silence such pages.
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { type Browser } from 'playwright-core';
import { eventually } from '../../cluster/eventually.js';
import { freePort } from '../../cluster/free-port.js';
import { type Instance } from '../../cluster/instance.js';
import { Nginx } from '../../cluster/nginx.js';
import { createRunDirectory } from '../../cluster/run-directory.js';
import { TcpProxy } from '../../cluster/tcp-proxy.js';
import { OPERATOR, startInMemory } from '../cli/support/service.js';
import { Api, event } from '../support/api.js';
import { startChromium } from './support/chromium.js';
import { RecipePage } from './support/recipe.js';

describe("a page elsewhere, with the browser's own EventSource", () => {
  let browser: Browser;
  let pages: Server;
  let origin: string;
  let service: Instance;

  beforeAll(async () => {
    browser = await startChromium();
    pages = createServer(
      (_, response) => void response.setHeader('Content-Type', 'text/html').end('<title>page</title>'),
    );
    await once(pages.listen(0, '127.0.0.1'), 'listening');
    origin = `http://localhost:${(pages.address() as AddressInfo).port}`;
    service = await startInMemory({ VX11_ALLOWED_ORIGINS: origin, EPHEMERAL_TOKEN_TTL_SEC: '60' });
  });

  afterAll(async () => {
    await browser.close();
    pages.close();
    await service.kill();
  });

  it.each([
    ['comes back where nginx knows its origin', true],
    ['gives up where nginx does not', false],
  ])(
    'that finds no instance %s',
    async (_, known) => {
      const api = new Api(service.baseUrl, OPERATOR);
      const port = await freePort();
      const env: Record<string, string> = known ? { NGINX_ALLOWED_ORIGINS: origin } : {};
      const nginx = await Nginx.start({
        upstreams: [{ host: '127.0.0.1', port }],
        runDir: createRunDirectory('nginx'),
        env,
      });
      const code = `
      window.source = new EventSource('${new Api(nginx.baseUrl, OPERATOR).streamUrl(await api.token())}');
      source.onmessage = ({ data }) => show(JSON.parse(data));
      source.addEventListener('snapshot', ({ data }) => JSON.parse(data).events.forEach(show));
      source.onerror = () => shown.push('error ' + source.readyState);`;
      const page = await RecipePage.run(browser, origin, code, OPERATOR);
      // 0 is CONNECTING, 2 is CLOSED.
      await page.shows(known ? 'error 0' : 'error 2');
      const instance = await TcpProxy.start({ port: service.port }, port);
      if (known) {
        await api.publish(event({ summary: 'seen from elsewhere' }));
        await page.shows('seen from elsewhere');
      } else {
        await eventually(async () => (await fetch(`${nginx.baseUrl}/health`)).ok || undefined, {
          what: 'nginx to find the instance',
        });
        expect(await page.page.evaluate('source.readyState')).toBe(2);
      }
      await page.page.close();
      await nginx.stop();
      await instance.close();
    },
    60_000,
  );
});
