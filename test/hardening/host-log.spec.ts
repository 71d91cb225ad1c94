// A full disk under the log, or a log pipe that is not read, may cost log lines and nothing else.
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../../cluster/eventually.js';
import { RawConnection } from '../e2e/support/raw-connection.js';
import { type HostOptions, HostedService, linesIn } from '../support/hosted-service.js';

const DROPPED = 'vx11_log_lines_dropped_total';
const DONE = { code: 0, signal: null };

describe('a service whose log cannot be written', () => {
  const directory = mkdtempSync(join(tmpdir(), 'vx11-log-'));
  const logFile = join(directory, 'service.log');
  let service: HostedService;

  const start = async (options: HostOptions = {}) => (service = await HostedService.start(options));
  const startOn = async (path: string, options: HostOptions = {}) => {
    const descriptor = openSync(path, 'a');
    await start({ ...options, stdout: descriptor });
    closeSync(descriptor);
  };
  /** Requests until lines are dropped; each leaves one line. They are pipelined, since it takes some thousands. */
  async function fillTheLog(): Promise<void> {
    const requests = 'GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(199);
    const last = 'GET /nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n';
    while ((await service.metric(DROPPED)) === 0) {
      const connection = await RawConnection.open(service.baseUrl);
      connection.write(requests + last);
      await connection.end();
    }
  }

  afterEach(() => service.stop('SIGKILL'));
  afterAll(() => rmSync(directory, { recursive: true }));

  it('serves and ends in order on a full disk, and counts the lines it lost', async () => {
    // CWE-400: a full disk under the log took the service with it, and SIGTERM did nothing.
    await startOn('/dev/full');
    await service.api.token();
    expect(await service.metric(DROPPED)).toBeGreaterThanOrEqual(3);
    expect(await service.stop()).toEqual(DONE);
  });

  it('serves and ends in order if its log pipe is not read', async () => {
    // CWE-1322: writing to a full pipe blocked the process until it was killed.
    await start();
    await fillTheLog();
    await service.api.token();
    expect(await service.stop()).toEqual(DONE);
  });

  it('serves when the reader of its log has closed the pipe', async () => {
    // CWE-755: a log collector that restarts must not restart what it collects from.
    await start();
    service.closeStdout();
    await fillTheLog();
    await service.api.token();
    expect(await service.stop()).toEqual(DONE);
  });

  it('says how many lines were lost once a pipe is read again', async () => {
    // CWE-223: the log must tell how many of its lines are missing.
    await start();
    await fillTheLog();
    service.read();
    const lost = () => service.lines.find((line) => typeof line.lost === 'number');
    const told = await eventually(lost, { what: 'a line that tells what was lost' });
    expect(told).toMatchObject({ level: 40, lost: await service.metric(DROPPED) });
    await fetch(`${service.baseUrl}/after`);
    await eventually(() => (service.lines.at(-1)?.msg === 'request' ? true : undefined), { what: 'lines as before' });
    expect(service.lines[0]).toMatchObject({ msg: 'starting' });
  });

  it('says how many lines were lost once there is room on the disk, and cuts no other line in two', async () => {
    // CWE-223: the log must tell how many of its lines are missing.
    await startOn(logFile, { under: ['prlimit', '--fsize=20000:unlimited'] });
    await fillTheLog();
    execFileSync('prlimit', ['--pid', String(service.pid), '--fsize=unlimited']);
    const log = () => readFileSync(logFile, 'utf8').split('\n');
    await eventually(() => log().find((line) => line.includes('"lost"')), { what: 'a line that tells what was lost' });
    const broken = log().filter((line) => !line.endsWith('}') && line !== '');
    expect(broken.length).toBeLessThanOrEqual(1); // where the disk became full
    const [told] = linesIn(
      log()
        .filter((line) => line.includes('"lost"'))
        .join('\n'),
    );
    expect(told).toMatchObject({ level: 40, lost: await service.metric(DROPPED) });
  });

  it('loses nothing at an ordinary end', async () => {
    // CWE-778: the last lines say how it ended.
    await start();
    await Promise.all(Array.from({ length: 100 }, () => fetch(`${service.baseUrl}/nothing`)));
    service.read();
    expect(await service.stop()).toEqual(DONE);
    await eventually(() => (/No stream is open/.test(service.stdout) ? true : undefined), { what: 'the last line' });
    expect(service.lines.filter(({ msg }) => msg === 'request')).toHaveLength(100);
  });
});
