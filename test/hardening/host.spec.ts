// Faults of the host: a full disk, a log that is not read, too few descriptors, a closed terminal.
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { eventually } from '../../cluster/eventually.js';
import { repositoryFile } from '../../cluster/repository.js';
import { matching } from '../e2e/support/matching.js';
import { appsOfEachTest } from '../e2e/support/started-apps.js';
import { Api } from '../support/api.js';
import { HostedService } from '../support/hosted-service.js';
import { type InProcessApp } from '../support/in-process-app.js';
import { ends, PseudoTerminal } from '../support/pseudo-terminal.js';
import { newCredential, used } from '../support/used-credentials.js';

describe('the access log', () => {
  const start = appsOfEachTest();

  /** The routes it has a line of, once it has one of `last`. */
  async function routesLogged({ logFile }: InProcessApp, last: string): Promise<unknown[]> {
    const routes = () =>
      readFileSync(logFile, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>)
        .filter(({ msg }) => msg === 'request')
        .map(({ route }) => route);
    return eventually(() => (routes().includes(last) ? routes() : undefined), { what: `a line of ${last}` });
  }

  it('has no line of probes and scrapes that go well, and has one of those that fail', async () => {
    // CWE-779: lines of three probes and a scrape every few seconds hide those that an operator looks for.
    const app = await start({ REDIS_URL: 'redis://127.0.0.1:9' });
    for (const path of ['/health', '/health/live', '/operator/api/health', '/metrics', '/health/traffic']) {
      await (await fetch(`${app.baseUrl}${path}`)).text();
    }
    await app.operator.call('GET', '/operator/internal/instance-id');
    expect(await routesLogged(app, '/operator/internal/instance-id')).toEqual([
      '/health/traffic',
      '/operator/internal/instance-id',
    ]);
  });
});

describe('SIGHUP', () => {
  let service: HostedService;
  let terminal: PseudoTerminal | undefined;
  afterEach(async () => {
    await service?.stop('SIGKILL');
    terminal?.close();
  });

  it('ends nothing where there is no terminal: it is logged, and the service goes on', async () => {
    // CWE-431: an operator who expected a reload ended the instance.
    service = await HostedService.start();
    service.read();
    for (let sent = 1; sent <= 2; sent++) {
      process.kill(service.pid, 'SIGHUP');
      const logged = () => service.lines.filter(({ signal }) => signal === 'SIGHUP').length === sent || undefined;
      await eventually(logged, { what: 'a line that says so' });
    }
    await service.api.token();
    expect(await service.stop()).toEqual({ code: 0, signal: null });
  });

  it('ends the service when the terminal it was started in is closed, and leaves no credential behind', async () => {
    // CWE-459: an orphan would hold the port, and the made-up credential would stay in its file.
    terminal = new PseudoTerminal(`${process.execPath} ${repositoryFile('dist/main.js')}`, { env: { PORT: '0' } });
    const pid = await terminal.pid();
    const [, file = ''] = await terminal.shows(/-H @(\S+)/);
    process.kill(pid, 'SIGHUP');
    await terminal.shows(/nothing to reload/);
    expect(existsSync(file)).toBe(true);
    terminal.close();
    await ends(pid);
    expect(existsSync(dirname(file))).toBe(false);
  });

  it('is obeyed, as SIGTERM is, while the terminal is stopped with Ctrl-S', async () => {
    // CWE-1322: a stopped terminal blocked the process.
    terminal = new PseudoTerminal(`${process.execPath} ${repositoryFile('dist/main.js')}`, {
      env: { PORT: '0', LOG_LEVEL: 'trace' },
    });
    const pid = await terminal.pid();
    const [, baseUrl] = await terminal.shows(/"(http:\/\/\S+)\/operator/);
    terminal.type('\x13');
    for (let asked = 0; asked < 200; asked++) await (await fetch(`${baseUrl}/health`)).text();
    process.kill(pid, 'SIGTERM');
    await ends(pid);
  });
});

describe('an error that nobody caught', () => {
  let service: HostedService;
  afterEach(() => service.stop('SIGKILL'));

  it.each(['thrown', 'rejected'])('ends the service with 1 and without a secret when it was %s', async (failure) => {
    // CWE-532: node prints an error with all its properties, a client's command and its arguments among them.
    const credential = newCredential();
    const token = used(randomBytes(32).toString('base64url'));
    service = await HostedService.start({
      nodeArgs: ['--import', repositoryFile('test/hardening/support/fail-on-signal.mjs')],
      env: { FAILURE: failure, VX11_OPERATOR_TOKEN: credential, SECRET_IN_MESSAGE: token },
    });
    service.read();
    const stream = await new Api(service.baseUrl, credential).stream();
    await stream.first('snapshot');
    expect(await service.stop('SIGUSR2')).toEqual({ code: 1, signal: null });
    await stream.end();
    expect(stream.frames.at(-1)?.event).toBe('goodbye');
    expect(service.lines.filter(({ level }) => level === 60)).toMatchObject([
      { msg: 'the service failed and ends', stack: matching(/^Error: cannot use …\n +at /) },
    ]);
    expect(service.stderr).toMatch(/^The service failed and ends\. Error: cannot use …\n +at /);
    for (const secret of [credential, token]) expect(service.stdout + service.stderr).not.toContain(secret);
  });
});
