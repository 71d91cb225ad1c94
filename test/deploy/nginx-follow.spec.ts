// In Kubernetes instances come and go with addresses of their own; a name stands for those that are there.
import { type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { freePort } from '../../cluster/free-port.js';
import { createRunDirectory } from '../../cluster/run-directory.js';
import { EVENTS, expectRetry, STREAM } from './support/behind-nginx.js';
import { answer, FakeInstance, type Behaviour } from './support/fake-instance.js';
import { FollowingNginx, Name } from './support/following-nginx.js';
import { run } from './support/run.js';
import { stoppedAfterEach } from './support/stopped-after-each.js';

const stopped = stoppedAfterEach();

/** Opens a stream with its name, and writes to the last one what it is told to. */
function streaming(name: string): { opens: Behaviour; write: (text: string) => void } {
  let last: ServerResponse | undefined;
  return {
    opens: (_request, response) => void (last = response.writeHead(200)).write(name),
    write: (text) => void last!.write(text),
  };
}

/** Instances at 127.0.0.1, 127.0.0.2 and so on, all on one port, which is that of the name. */
async function instances(...behaviours: Behaviour[]): Promise<{ port: number; all: FakeInstance[] }> {
  const port = await freePort();
  const start = (behaviour: Behaviour, index: number) => FakeInstance.start(behaviour, port, `127.0.0.${index + 1}`);
  return { port, all: (await Promise.all(behaviours.map(start))).map(stopped) };
}

async function open(nginx: FollowingNginx) {
  const reader = (await fetch(nginx.baseUrl + STREAM)).body!.getReader();
  /** The next piece; undefined at the end, `cut` where the connection was cut. */
  const read = () =>
    reader.read().then(
      ({ value }) => value && Buffer.from(value).toString(),
      () => 'cut',
    );
  return { read, first: await read() };
}

describe('nginx, following a name', () => {
  it('serves those that the name stands for, as the system looks it up', async () => {
    const { port } = await instances(answer(200));
    const nginx = stopped(await FollowingNginx.start(`localhost:${port}`));
    expect(await (await fetch(nginx.baseUrl + STREAM)).text()).toBe('theirs');
  });

  it('sends new streams to a new instance, and leaves the open ones where they are', async () => {
    const old = streaming('old');
    const { port } = await instances(old.opens, answer(200));
    const name = new Name('127.0.0.1');
    const nginx = stopped(await FollowingNginx.start(`instances:${port}`, name));
    const before = await open(nginx);
    expect(before.first).toBe('old');

    name.standsFor('127.0.0.2');
    expect(await nginx.changed(1)).toBe(`127.0.0.2:${port}`);
    expect((await open(nginx)).first).toBe('theirs');
    old.write('still there');
    expect(await before.read()).toBe('still there');
  });

  it('takes a hundred of them', async () => {
    const runDir = createRunDirectory('nginx');
    const { code, output } = await run('sh', ['nginx/start.sh', '-t'], {
      NGINX_UPSTREAMS: Array.from({ length: 100 }, (_, index) => `10.20.30.${index + 1}:8000`).join(' '),
      NGINX_LISTEN: `127.0.0.1:${await freePort()}`,
      NGINX_RUN_DIR: runDir,
      NGINX_ACCESS_LOG: join(runDir, 'access.log'),
    });
    expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining('test is successful') });
  });

  it('tells streams to retry while there is nobody, and serves the first that comes', async () => {
    const { port } = await instances(answer(200));
    const name = new Name();
    const nginx = stopped(await FollowingNginx.start(`instances:${port}`, name));
    // Its connection is not kept: the worker that has it is about to close it.
    await expectRetry(await fetch(nginx.baseUrl + STREAM, { headers: { Connection: 'close' } }));
    name.standsFor('127.0.0.1');
    await nginx.changed(1);
    expect(await (await fetch(nginx.baseUrl + STREAM)).text()).toBe('theirs');
  });

  it('keeps those it knows when the name server says nothing', async () => {
    const { port } = await instances(answer(200), answer(202));
    const name = new Name('127.0.0.1');
    const nginx = stopped(await FollowingNginx.start(`instances:${port}`, name));
    name.standsFor();
    await name.lookedUp();
    expect(await (await fetch(nginx.baseUrl + STREAM)).text()).toBe('theirs');
    name.standsFor('127.0.0.2', '127.0.0.1');
    expect(await nginx.changed(1)).toBe(`127.0.0.1:${port} 127.0.0.2:${port}`);
  });

  it('ends the oldest workers when more are left over than it may keep', async () => {
    const [one, two] = [streaming('1'), streaming('2')];
    const { port } = await instances(one.opens, two.opens, answer(200));
    const name = new Name('127.0.0.1');
    const nginx = stopped(await FollowingNginx.start(`instances:${port}`, name, { NGINX_OLD_WORKERS: '1' }));
    const first = await open(nginx);
    name.standsFor('127.0.0.2');
    await nginx.changed(1);
    const second = await open(nginx);
    name.standsFor('127.0.0.3');
    await nginx.changed(2);
    expect(await first.read()).toBe('cut');
    expect((await open(nginx)).first).toBe('theirs');
    two.write('still there');
    expect(await second.read()).toBe('still there');
  });
});

describe('nginx, following a name and asked to stop', () => {
  it.each(['SIGTERM', 'SIGQUIT'] as const)('on %s ends at once when nothing is open', async (signal) => {
    const nginx = await FollowingNginx.start('localhost:1', undefined, { NGINX_QUIT_SECONDS: '600' });
    expect(await nginx.stop(signal)).toEqual({ code: 0, signal: null });
  });

  it('finishes a request, and cuts streams when the time is over', async () => {
    const { port, all } = await instances(streaming('stream').opens);
    const nginx = stopped(await FollowingNginx.start(`localhost:${port}`, undefined, { NGINX_QUIT_SECONDS: '1' }));
    const stream = await open(nginx);
    let respond!: () => void;
    const asked = new Promise<void>((resolve) => {
      all[0]!.behaviour = (request, response) => {
        respond = () => answer(202)(request, response);
        resolve();
      };
    });
    const publish = fetch(nginx.baseUrl + EVENTS, { method: 'POST', body: '{}' });
    await asked;
    const ended = nginx.stop();
    respond();
    expect((await publish).status).toBe(202);
    expect(await stream.read()).toBe('cut');
    expect(await ended).toEqual({ code: 0, signal: null });
  });
});
