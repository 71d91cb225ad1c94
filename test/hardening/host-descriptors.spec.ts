// Every connection takes a file descriptor. When they run out, node closes connections without an error, and cannot
// reach Redis again.
import { execFileSync } from 'node:child_process';
import { eventually } from '../../cluster/eventually.js';
import { freePort } from '../../cluster/free-port.js';
import { RawConnection } from '../e2e/support/raw-connection.js';
import { HostedService } from '../support/hosted-service.js';
import { SseReader } from '../support/sse-reader.js';

const DROPPED = 'vx11_connections_dropped_total';
const OUT = 'out of file descriptors: new connections are closed at once';
const BACK = 'there are file descriptors again';

describe('file descriptors', () => {
  let service: HostedService;
  const connections: RawConnection[] = [];
  const streams: SseReader[] = [];

  const start = async (nofile: number, env: Record<string, string> = {}) => {
    service = await HostedService.start({ under: ['prlimit', `--nofile=${nofile}`], env });
    service.read();
  };
  const told = (message: string) => service.lines.filter(({ msg }) => msg === message);
  const tells = (message: string) =>
    eventually(() => told(message)[0], { what: `a line: ${message}; there is: ${service.stdout.slice(-500)}` });

  afterEach(async () => {
    for (const open of [...connections.splice(0), ...streams.splice(0)]) open.close();
    await service.stop('SIGKILL');
  });

  it('that are too few for anything keep the service from starting, with a sentence that says what to raise', async () => {
    // CWE-770: otherwise it would start, and fail at the first load.
    service = HostedService.spawn(await freePort(), { under: ['prlimit', '--nofile=1000'] });
    expect((await service.exited).code).toBe(1);
    expect(service.stderr).toMatch(/^The limit on open files is 1000; the service needs 1024, .*\n$/);
  });

  it('bound the streams: one too many is told `overloaded`, and everything else is still answered', async () => {
    // CWE-770: an instance without descriptors closes every new connection, also that of a health check.
    await start(1_024, { VX11_STREAMS_MAX: '5000' });
    const [, digits] = await eventually(() => /allows (\d+) streams/.exec(service.stdout) ?? undefined, {
      what: 'a warning that says how many streams are taken',
    });
    const most = Number(digits);
    expect(most).toBeGreaterThan(900);
    const url = `${service.baseUrl}/operator/api/events/stream`;
    while (streams.length < most) {
      const opening = Array.from({ length: Math.min(100, most - streams.length) }, () =>
        SseReader.open(url, { headers: service.api.headers }),
      );
      streams.push(...(await Promise.all(opening)));
    }
    expect(new Set(streams.map(({ status }) => status))).toEqual(new Set([200]));
    const refused = await fetch(service.api.streamUrl(await service.api.token()));
    expect([refused.status, await refused.json()]).toMatchObject([503, { code: 'overloaded' }]);
    expect(await service.metric(DROPPED)).toBe(0);
  });

  it('are kept for the service itself: connections beyond the others are closed and counted, which is logged once', async () => {
    // CWE-778: it recovered, and no log line told why connections had failed.
    await start(1_024);
    for (let open = 0; open < 1_024; open++) connections.push(await RawConnection.open(service.baseUrl));
    await eventually(() => connections.filter(({ closed }) => closed).length >= 50 || undefined, { what: 'refusals' });
    await tells(OUT);
    for (const connection of connections) connection.close();
    await tells(BACK);
    expect(told(OUT)).toHaveLength(1);
    expect(told(BACK)).toEqual([expect.objectContaining({ connections_closed: await service.metric(DROPPED) })]);
  });

  it('that run out for another reason are noticed too, and so is the end of it', async () => {
    // CWE-778: the limit of a running process, or of the machine, can be reached by others.
    await start(1_024);
    execFileSync('prlimit', ['--pid', String(service.pid), '--nofile=10:1024']);
    expect(await tells(OUT)).toMatchObject({ level: 50, code: 'EMFILE' });
    execFileSync('prlimit', ['--pid', String(service.pid), '--nofile=1024:1024']);
    await tells(BACK);
    await service.api.token();
  });
});
