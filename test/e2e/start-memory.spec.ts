// What `npm start` prints to a newcomer must work when pasted. No configured credential may be in it, on a command line or in a
// shell's history, and none at all in what is no screen.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { eventually } from '../../cluster/eventually.js';
import { repository } from '../../cluster/repository.js';
import { Api } from '../support/api.js';
import { SseReader } from '../support/sse-reader.js';
import { newCredential, used } from '../support/used-credentials.js';
import { logLines, type Service, startService } from './support/service.js';

const run = promisify(execFile);

/** The lines that are printed to be pasted: those for curl, and those for the command line. */
function printed({ process: child }: Service): Promise<{ curl: string[]; vx11: string[] }> {
  const look = () => {
    const [, curl, vx11] = PRINTED.exec(child.output()) ?? [];
    return curl === undefined ? undefined : { curl: curl.split('\n'), vx11: vx11!.split('\n') };
  };
  return child.until(look, 'lines to be printed');
}

const PRINTED = /another terminal\.\n\n(.*?)\n\n[^\n]*in this directory[^\n]*\n\n(.*?)\n\n/s;

/** What is printed, up to the first line to be pasted. */
const beginning = async (service: Service) => (await service.process.waitForOutput(/\n\n(The page:.*?)\n\n/s))[1]!;

describe('npm start, with nothing configured', () => {
  // Not among the logs of the suite: the lines it prints name the query of a stream, which no log may.
  const runDir = mkdtempSync(join(tmpdir(), 'vx11-start-'));
  const secrets: string[] = [];
  let service: Service;
  let shell: ChildProcess | undefined;

  const start = async (env: Record<string, string> = {}) => (service = await startService(env, runDir));
  /** The file that the printed lines read, and the made-up credential in it. */
  const madeUp = async () => {
    const file = /@(\S+)/.exec((await printed(service)).curl[0]!)![1]!;
    const [, credential = ''] = /^X-VX11-Token: ([A-Za-z0-9_-]{43})\n$/.exec(readFileSync(file, 'utf8')) ?? [];
    secrets.push(used(credential));
    return { file, credential };
  };

  afterEach(async () => {
    // With the stream that the second line leaves in the background, for which the shell waits.
    if (shell?.pid && shell.exitCode === null) process.kill(-shell.pid, 'SIGKILL');
    shell = undefined;
    await service.process.stop();
    const printed = readFileSync(service.process.logFile, 'utf8');
    for (const secret of secrets) expect(printed).not.toContain(secret);
  });

  afterAll(() => rmSync(runDir, { recursive: true }));

  /** Runs the printed lines in a shell and waits for what they are to show. */
  async function paste(env: Record<string, string> = {}): Promise<void> {
    const { curl: lines } = await printed(service);
    expect(lines).toHaveLength(3);
    const script = [...lines, 'echo; echo "issued: $TOKEN"', 'wait'].join('\n');
    shell = spawn('bash', ['-c', script], {
      detached: true,
      env: { PATH: process.env.PATH, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [shell.stdout, shell.stderr])
      stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const [, token] = await eventually(() => /^issued: (.*)$/m.exec(output) ?? undefined, { what: 'the lines to run' });
    expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
    secrets.push(used(token!));
    const shown = /^data: .*"summary":"Hello from the shell"/m;
    await eventually(() => (shown.test(output) ? true : undefined), {
      what: `the event in the stream; shown: ${output}`,
    });
    // What two commands print at once may be on one line.
    expect(output).toMatch(/retry: 1\d{3}\n/);
    expect(output).toMatch(/event: snapshot\ndata: .*instance\.started/);
    expect(output).toMatch(/"accepted":1/);
  }

  it('prints three lines that work as they are pasted', async () => {
    await start();
    await paste();
  });

  it('prints lines for the command line that work as they are pasted', async () => {
    await start();
    const [tail = '', demo = ''] = (await printed(service)).vx11;
    const paste = (line: string) => run('bash', ['-c', line], { cwd: repository, env: { PATH: process.env.PATH } });
    expect((await paste(`${tail} --limit 1`)).stdout).toMatch(/instance\.started/);
    expect((await paste(`${demo} --for 1`)).stderr).toMatch(/^\d+ published, 0 refused/m);
  });

  it('prints the addresses of page and API first, and into a file none with a credential', async () => {
    await start();
    const { file } = await madeUp();
    const page = `${service.baseUrl}/operator/ui/`;
    expect(await beginning(service)).toBe(
      `The page: ${page} (this prints its credential: cut -d' ' -f2 ${file})\nThe API:  ${service.baseUrl}/operator/api/docs`,
    );
    for (const address of [page, `${service.baseUrl}/operator/api/docs`])
      expect((await fetch(address)).status).toBe(200);
  });

  it('says where a configured credential is, and reads it from there', async () => {
    const file = join(runDir, 'gateway.token');
    writeFileSync(file, `${newCredential()},${newCredential()}\n`);
    await start({ VX11_GATEWAY_TOKEN_FILE: file });
    expect(await beginning(service)).toContain(`/operator/ui/ (with a credential of ${file})`);
    await paste();
    const { vx11 } = await printed(service);
    const { stdout } = await run('bash', ['-c', `${vx11[0]} --limit 1`], { cwd: repository });
    expect(stdout).toMatch(/Z info /);
  });

  it.each<[string, Record<string, string>]>([
    ['one credential', { VX11_OPERATOR_TOKEN: newCredential() }],
    ['two, for rotation', { VX11_OPERATOR_TOKEN: `${newCredential()},${newCredential()}` }],
    ['those of another principal', { VX11_GATEWAY_TOKEN: newCredential() }],
  ])('also with %s configured, in a shell that has the same variables', async (_, env) => {
    secrets.push(...Object.values(env).flatMap((list) => list.split(',')));
    await start(env);
    // A variable that the shell puts into an argument of curl can be seen by everyone.
    for (const line of (await printed(service)).curl) expect(line).not.toMatch(/curl [^|]*\$\{/);
    await paste(env);
  });

  it('keeps the generated credential in a file that only its owner can read, prints it nowhere, and deletes the file at the end', async () => {
    await start();
    const { file, credential } = await madeUp();
    expect(credential).not.toBe('');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(file)).mode & 0o777).toBe(0o700);
    const api = new Api(service.baseUrl, credential);
    expect((await api.call('GET', '/operator/api/events')).status).toBe(200);
    for (const what of ['environ', 'cmdline']) {
      expect(readFileSync(`/proc/${service.process.pid}/${what}`, 'utf8')).not.toContain(credential);
    }
    await service.process.stop();
    expect(existsSync(dirname(file))).toBe(false);
  });

  it('leaves no credential behind after Ctrl-C', async () => {
    await start();
    const { file } = await madeUp();
    await service.process.stop('SIGINT');
    expect(existsSync(dirname(file))).toBe(false);
  });

  it('makes another credential each time', async () => {
    const credentials = new Set<string>();
    for (let run = 0; run < 2; run++) {
      await start();
      credentials.add((await madeUp()).credential);
      await service.process.stop();
    }
    expect(credentials.size).toBe(2);
  });
});

describe('the log of a production start', () => {
  it('is one JSON line a request, with no query string and no credential', async () => {
    const credential = newCredential();
    const env = {
      NODE_ENV: 'production',
      VX11_STORE: 'memory',
      VX11_OPERATOR_TOKEN: credential,
      VX11_INSTANCE_ID: 'unit-1',
    };
    const service = await startService(env);
    const api = new Api(service.baseUrl, credential);
    await api.call('GET', '/operator/api/events?limit=7&module=secret-module', undefined, {
      'X-Correlation-Id': 'asked-1',
    });
    const token = await api.token();
    const stream = await SseReader.open(api.streamUrl(token), { headers: { 'X-Correlation-Id': 'asked-2' } });
    stream.close();
    await fetch(`${service.baseUrl}/nothing/${credential}?x=y`, { headers: { 'X-Correlation-Id': 'asked-3' } });
    const requestOf = (id: string) => logLines(service).filter(({ correlation_id }) => correlation_id === id);
    for (const id of ['asked-1', 'asked-2', 'asked-3']) {
      await eventually(() => requestOf(id)[0], { what: `the line of ${id}` });
    }
    const { code } = await service.process.stop();
    expect(code).toBe(0);

    const common = { level: 30, instance: 'unit-1', method: 'GET', msg: 'request' };
    const tokenId = createHash('sha256').update(token).digest('hex').slice(0, 12);
    expect(requestOf('asked-1')).toMatchObject([
      { ...common, route: '/operator/api/events', status: 200, principal: 'operator' },
    ]);
    expect(requestOf('asked-2')).toMatchObject([
      { ...common, route: '/operator/api/events/stream', status: 200, principal: 'operator', token_id: tokenId },
    ]);
    expect(requestOf('asked-3')).toMatchObject([{ ...common, route: 'none', status: 404, code: 'not_found' }]);
    for (const { duration_ms, time } of requestOf('asked-2')) {
      expect(duration_ms).toBeGreaterThanOrEqual(0);
      expect(time).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    }
    expect(logLines(service)[0]).toMatchObject({
      msg: 'starting',
      store: 'memory',
      log: 'memory',
      principals: ['operator'],
    });
    const output = service.process.output();
    for (const secret of [credential, token, 'secret-module', 'limit=', '?']) expect(output).not.toContain(secret);
  });
});
