// A front-end team copies what docs/guides/browser.md prints. So each set-up and each recipe is run as it is printed, by a browser, and a
// page that promises to survive a cut must show every event, once.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser } from 'playwright-core';
import { eventually } from '../../cluster/eventually.js';
import { freePort } from '../../cluster/free-port.js';
import { type Instance } from '../../cluster/instance.js';
import { ManagedProcess } from '../../cluster/managed-process.js';
import { Nginx } from '../../cluster/nginx.js';
import { onAPort } from '../../cluster/on-a-port.js';
import { repositoryFile } from '../../cluster/repository.js';
import { responds } from '../../cluster/responds.js';
import { createRunDirectory } from '../../cluster/run-directory.js';
import { TcpProxy } from '../../cluster/tcp-proxy.js';
import { Guide } from '../cli/support/guide.js';
import { OPERATOR, startInMemory } from '../cli/support/service.js';
import { Api, event } from '../support/api.js';
import { startChromium } from './support/chromium.js';
import { RecipePage } from './support/recipe.js';

const guide = new Guide('browser.md');

/** The block of the guide in this language that holds `what`. */
function block(language: string, what: string): string {
  const found = guide.blocks(language).filter((text) => text.includes(what));
  if (found.length !== 1) throw new Error(`the guide has ${found.length} blocks of ${language} with ${what}`);
  return found[0]!;
}

const FIVE_LINES = guide.blocks('js')[0]!;

/** The block with the client, for a page that is not of the `service`; a module cannot be run otherwise than by importing it. */
function client(service: string): string {
  return block('js', 'for await')
    .replace(/import (\{.*?\}) from '(.*?)'/, `const $1 = await import('${service}$2')`)
    .replace('location.origin', service ? `'${service}'` : 'location.origin');
}

describe('docs/guides/browser.md', () => {
  const stops: (() => Promise<unknown>)[] = [];
  let browser: Browser;
  let vitePort: number;
  let service: Instance;
  let api: Api;

  beforeAll(async () => {
    browser = await startChromium();
    vitePort = await freePort();
    service = await startInMemory({
      NODE_ENV: 'development',
      VX11_ALLOWED_ORIGINS: `http://localhost:${vitePort}`,
      EPHEMERAL_TOKEN_TTL_SEC: '60',
    });
    api = new Api(service.baseUrl, OPERATOR);
  });

  afterEach(async () => {
    for (const stop of stops.splice(0).reverse()) await stop();
  });

  afterAll(async () => {
    guide.remove();
    await browser.close();
    await service.kill();
  });

  const open = async (address: string, code: string) => {
    const recipe = await RecipePage.run(browser, address, code, OPERATOR);
    stops.push(() => recipe.page.close());
    return recipe;
  };

  /** Expects that a page shows what was published before it came, and what is published while it is there. */
  async function expectEvents(address: string, code: string): Promise<void> {
    const [before, after] = [`before ${address}`, `after ${address}`];
    await api.publish(event({ summary: before }));
    const recipe = await open(address, code);
    await recipe.shows(before);
    await api.publish(event({ summary: after }));
    await recipe.shows(after);
  }

  /** A directory with a page, as a project of Vite has it. */
  function project(): string {
    const directory = createRunDirectory('page');
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, 'index.html'), '<!doctype html><title>page</title>');
    return directory;
  }

  async function vite(directory: string, port: number): Promise<string> {
    const args = [
      repositoryFile('node_modules/vite/bin/vite.js'),
      '--host',
      'localhost',
      '--port',
      String(port),
      '--strictPort',
    ];
    const env = { HOME: directory };
    const server = await ManagedProcess.start({
      name: 'vite',
      command: process.execPath,
      args,
      runDir: directory,
      cwd: directory,
      env,
    });
    stops.push(() => server.stop());
    const address = `http://localhost:${port}`;
    await server.ready(() => responds(address), 'Vite');
    return address;
  }

  it('one line makes the development server of Vite pass requests and streams on', async () => {
    const directory = project();
    const config = block('js', 'vite.config.js').replace('http://127.0.0.1:8000', service.baseUrl);
    writeFileSync(join(directory, 'vite.config.js'), config);
    await expectEvents(await vite(directory, vitePort), FIVE_LINES);
  });

  it('one nginx serves the page and the service', async () => {
    const directory = project();
    const inner = await Nginx.start({ upstreams: [service], runDir: createRunDirectory('nginx') });
    stops.push(() => inner.stop());
    const address = await onAPort(undefined, async (port) => {
      const server = block('nginx', 'root /srv/page')
        .replace('listen 80', `listen 127.0.0.1:${port}`)
        .replace('/srv/page', directory)
        .replace('http://10.0.0.1:8080', inner.baseUrl);
      const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
        (kind) => `${kind}_temp_path ${directory}/${kind};`,
      );
      const file = join(directory, 'nginx.conf');
      const user = process.getuid?.() === 0 ? 'user root;\n' : '';
      writeFileSync(
        file,
        `${user}daemon off;\npid ${directory}/pid;\nevents {}\nhttp {\naccess_log off;\n${paths.join('\n')}\n${server}}\n`,
      );
      const outer = await ManagedProcess.start({
        name: 'outer-nginx',
        command: 'nginx',
        args: ['-c', file],
        runDir: directory,
      });
      stops.push(() => outer.stop());
      await outer.ready(() => responds(`http://127.0.0.1:${port}`), 'nginx');
      return `http://127.0.0.1:${port}`;
    });
    await expectEvents(address, FIVE_LINES);
  });

  it('the client, which the service hands out, shows events to a page of the service', async () => {
    await expectEvents(`${service.baseUrl}/nothing`, client(''));
  });

  describe('a page of another origin', () => {
    const code = () =>
      block('js', "service = 'https://ops.example.com'").replace('https://ops.example.com', service.baseUrl);

    it('works where its origin is allowed', async () => {
      await expectEvents(await vite(project(), vitePort), code());
    });

    it('loads the client from the service, and sees events by it', async () => {
      await expectEvents(await vite(project(), vitePort), client(service.baseUrl));
    });

    it('gets nothing where it is not', async () => {
      const recipe = await open(await vite(project(), await freePort()), code());
      await recipe.shows('TypeError: Failed to fetch');
      await api.publish(event({ summary: 'not for it' }));
      expect(await recipe.shown()).toEqual(['TypeError: Failed to fetch']);
    });
  });

  it('the five lines show every event once over a cut: the browser resumes by its cookie', async () => {
    const network = await TcpProxy.start({ port: service.port });
    stops.push(() => network.close());
    const recipe = await open(`http://127.0.0.1:${network.port}/nothing`, FIVE_LINES);
    const summaries = ['first', 'second', 'third'].map((which) => `${which} of the five lines`);
    for (const summary of summaries) {
      await api.publish(event({ summary }));
      await recipe.shows(summary);
      network.cut();
    }
    expect((await recipe.shown()).filter((summary) => summaries.includes(summary))).toEqual(summaries);
  });

  it('the page that reconnects shows every event once, though the network was gone when it asked for a token', async () => {
    const network = await TcpProxy.start({ port: service.port });
    // A 404: a page of the right origin, without scripts of its own.
    const recipe = await open(`http://127.0.0.1:${network.port}/nothing`, block('js', 'async function follow()'));
    await api.publish(event({ summary: 'before' }));
    await recipe.shows('before');
    const failed = recipe.failed;
    await network.close();
    await api.publish(event({ summary: 'meanwhile' }));
    // The stream, and two attempts to have a token issued.
    await eventually(() => recipe.failed >= failed + 3 || undefined, {
      what: 'attempts without a network',
    });
    const back = await TcpProxy.start({ port: service.port }, network.port);
    stops.push(() => back.close());
    await recipe.shows('meanwhile');
    await api.publish(event({ summary: 'after' }));
    await recipe.shows('after');
    const shown = (await recipe.shown()).filter((summary) => ['before', 'meanwhile', 'after'].includes(summary));
    expect(shown).toEqual(['before', 'meanwhile', 'after']);
  });
});
