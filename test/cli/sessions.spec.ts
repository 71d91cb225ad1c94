// Operators use these commands in an incident. They must list every stream, revoke what they say, and say if they do not know
// whether it is revoked.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { eventually } from '../../cluster/eventually.js';
import { type Instance } from '../../cluster/instance.js';
import { RedisServer } from '../../cluster/redis-server.js';
import { SERVICE } from '../../src/version.js';
import { SseReader } from '../support/sse-reader.js';
import { OPERATOR, READER, reaching, startInMemory, startOn } from './support/service.js';
import { vx11 } from './support/vx11.js';

const STREAM_PATH = '/operator/api/events/stream';

describe('streams and revoke', () => {
  let service: Instance;
  const open: SseReader[] = [];
  beforeAll(async () => void (service = await startInMemory()));
  afterEach(async () => {
    for (const reader of open.splice(0)) reader.close();
    await listed(0);
  });
  afterAll(() => service.kill());

  async function stream(credential: string, query = ''): Promise<SseReader> {
    const reader = await SseReader.open(`${service.baseUrl}${STREAM_PATH}?snapshot=0&${query}`, {
      headers: { 'X-VX11-Token': credential },
    });
    open.push(reader);
    await reader.first('snapshot');
    return reader;
  }
  const run = (...args: string[]) => vx11(args, { env: reaching(service) });
  const list = async (...args: string[]) => {
    const { stdout } = await run('streams', '--json', ...args);
    return stdout
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as { id: string; principal: string });
  };
  /** Waits until so many are listed: a stream is, some seconds after it was opened. */
  const listed = (count: number, ...args: string[]) =>
    eventually(
      async () => {
        const streams = await list(...args);
        return streams.length === count ? streams : undefined;
      },
      { what: `${count} streams to be listed`, everyMs: 250 },
    );

  it('lists who is connected, for people and for programs, and of one principal', async () => {
    await stream(READER, 'module=switch&severity=error');
    await stream(OPERATOR);
    await listed(2);
    const { code, stdout, stderr } = await run('streams');
    expect([code, stderr]).toEqual([0, '']);
    const [titles, ...rows] = stdout.trimEnd().split('\n');
    expect(titles).toMatch(/^ID +PRINCIPAL +ADDRESS +INSTANCE +SINCE +LAG +WAITING +RESUMES +FILTERS$/);
    expect(rows).toHaveLength(2);
    expect(stdout).toMatch(/^[0-9a-z]{11}-[0-9a-f]{8} {2}principal +127\.0\.0\.1 .* module=switch severity=error$/m);
    expect(await list('--principal', 'operator')).toMatchObject([{ principal: 'operator' }]);
    expect(await list('--principal', 'nobody')).toEqual([]);
  });

  it('lists every stream once, over several pages', async () => {
    const count = 1_100;
    while (open.length < count) await Promise.all(Array.from({ length: 50 }, () => stream(READER)));
    const streams = await listed(count);
    expect(new Set(streams.map(({ id }) => id)).size).toBe(count);
  });

  it('revokes the sessions of a principal, and nobody else’s', async () => {
    const [first, second, other] = [await stream(READER), await stream(READER), await stream(OPERATOR)];
    await listed(3);
    const { code, stdout } = await run('revoke', 'principal');
    expect([code, stdout]).toEqual([0, 'The sessions of principal are revoked: 2 open streams end.\n']);
    await Promise.all([first.end(), second.end()]);
    expect(await listed(1)).toMatchObject([{ principal: 'operator' }]);
    expect(other.framesOf('goodbye')).toEqual([]);
  });

  it('revokes one stream', async () => {
    const reader = await stream(READER);
    const [{ id } = { id: '' }] = await listed(1);
    const { code, stdout } = await run('revoke', '--stream', id, '--json');
    expect([code, JSON.parse(stdout)]).toEqual([0, { stream: id, live_streams: 1 }]);
    expect(JSON.parse((await reader.first('goodbye')).data)).toMatchObject({ reason: 'revoked' });
    await reader.end();
  });

  it('prints that no stream was found for a name or an id', async () => {
    expect(await run('revoke', 'somebody else')).toMatchObject({
      code: 0,
      stdout: 'The sessions of somebody else are revoked: no open stream was found.\n',
    });
    expect(await run('revoke', '--stream', '0mgtl3x9k2a-1f00c3de')).toMatchObject({
      code: 0,
      stdout: 'The stream 0mgtl3x9k2a-1f00c3de is revoked: no open stream was found.\n',
    });
  });

  it.each([
    [
      'an id of another form',
      ['--stream', 'x/y'],
      /^vx11: The service cannot end the stream x\/y as asked\. 400 .*\n$/,
    ],
    ['a name of control characters', ['a\u001bb'], /^vx11: The service cannot revoke the sessions of a\\u001bb as /],
    ['neither a name nor an id', [], /^vx11: Name a principal, or a stream with --stream, and not both\.\n$/],
    ['both', ['principal', '--stream', 'x'], /^vx11: Name a principal, or a stream with --stream, and not both\.\n$/],
  ])('%s is a usage error', async (_, args, expected) => {
    const { code, stdout, stderr } = await run('revoke', ...args);
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringMatching(expected)]);
  });

  it('names a credential without the right, and a wrong one', async () => {
    for (const args of [['streams'], ['revoke', 'principal']]) {
      const as = (credential: string) => vx11(args, { env: reaching(service, credential) });
      const lacks = /^vx11: The credential lacks the right to (list streams|revoke the sessions of principal)\. 403 /;
      expect(await as(READER)).toMatchObject({ code: 7, stdout: '', stderr: expect.stringMatching(lacks) as unknown });
      expect(await as('wrong')).toMatchObject({
        code: 6,
        stdout: '',
        stderr: expect.stringMatching(/^vx11: The service does not accept the credential/) as unknown,
      });
    }
  });

  it('names a service that cannot be reached', async () => {
    for (const args of [['streams'], ['revoke', 'principal']]) {
      const { code, stdout, stderr } = await vx11(args, { env: reaching({ baseUrl: 'http://127.0.0.1:9' }) });
      expect([code, stdout, stderr]).toEqual([3, '', expect.stringContaining('nothing listens there')]);
    }
  });
});

describe('streams and revoke while the service cannot do it', () => {
  it('tells whether the change may have been made', async () => {
    const redis = await RedisServer.start();
    const service = await startOn(redis, 'one');
    await redis.kill();
    const streams = await vx11(['streams'], { env: reaching(service) });
    const revoke = await vx11(['revoke', 'principal'], { env: reaching(service) });
    await service.kill();
    expect([streams.code, streams.stdout, streams.stderr]).toEqual([
      13,
      '',
      expect.stringMatching(/^vx11: The service cannot list streams now\. 503 store_unavailable: .*\n$/),
    ]);
    expect([revoke.code, revoke.stdout, revoke.stderr]).toEqual([
      13,
      '',
      expect.stringMatching(
        /^vx11: The service cannot revoke the sessions of principal now\. 503 store_unavailable: .* (Nothing was done|run the command again)\..*\n$/,
      ),
    ]);
  });

  it.each([
    [404, {}, 4, /does not know the route to (list streams|end the stream s): it is older than 3\.0\.0, or /],
    [429, { 'Retry-After': '7' }, 13, /now\. 429 rate_limited: \\u001b\[2J(\. Nothing was done\.)? .* wait 7 s\.$/],
    [
      504,
      {},
      13,
      /now\. 504 rate_limited: \\u001b\[2J( It may have been done nevertheless: run the command again\.)?$/,
    ],
    [200, {}, 4, /^vx11: /],
  ])('%i', async (status, headers, exit, expected) => {
    const server = createServer((request, response) => {
      const health = request.url?.endsWith('/health');
      response.writeHead(health ? 200 : status, { 'Content-Type': 'application/json', ...headers });
      response.end(JSON.stringify(health ? { service: SERVICE } : { code: 'rate_limited', detail: '\u001b[2J' }));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const env = reaching({ baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
    for (const args of [['streams'], ['revoke', '--stream', 's']]) {
      const { code, stdout, stderr } = await vx11(args, { env });
      expect([code, stdout, stderr.trimEnd()]).toEqual([exit, '', expect.stringMatching(expected)]);
    }
    server.close();
  });

  it('stops at a page that names itself as the next one', async () => {
    const server = createServer((_request, response) => {
      response.setHeader('Content-Type', 'application/json');
      response.end(JSON.stringify({ service: SERVICE, streams: [{ id: '\u009b2J' }], next: 'again', unlisted: 0 }));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const env = reaching({ baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
    const { code, stdout } = await vx11(['streams', '--json'], { env });
    server.close();
    expect([code, stdout]).toEqual([4, '{"id":"\\u009b2J"}\n']);
  });
});
