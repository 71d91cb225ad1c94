// A machine that is planned with too little memory for nginx loses all its streams at once. `vx11 plan` counts with a figure
// that this test holds.
import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import { connect, type TLSSocket } from 'node:tls';
import { residentBytesOf } from '../../bench/measure/process-tree.js';
import { Nginx, WIDE_LIMITS } from '../../cluster/nginx.js';
import { createRunDirectory } from '../../cluster/run-directory.js';
import { NGINX_STREAM_KIB } from '../../src/cli/plan/given.js';
import { STREAM } from './support/behind-nginx.js';
import { FakeInstance } from './support/fake-instance.js';

/** Fewer weigh less than what the worker takes for itself. */
const STREAMS = 400;
/** The worker is warm by then. */
const FIRST = 100;
const AT_ONCE = 50;

describe('nginx', () => {
  const sockets: TLSSocket[] = [];
  let instance: FakeInstance;
  let nginx: Nginx;

  beforeAll(async () => {
    instance = await FakeInstance.start((_request, response) => {
      response.write('retry: 3000\n\n');
      // nginx cuts a silent stream.
      const beat = setInterval(() => response.write(':\n\n'), 5_000);
      response.once('close', () => clearInterval(beat));
    });
    const runDir = createRunDirectory('nginx-memory');
    nginx = await Nginx.start({
      upstreams: [instance],
      tls: true,
      env: { ...WIDE_LIMITS, NGINX_WORKER_PROCESSES: '1' },
      runDir,
    });
  });

  afterAll(async () => {
    for (const socket of sockets) socket.destroy();
    await nginx.stop();
    await instance.stop();
  });

  async function open(count: number): Promise<void> {
    const ca = readFileSync(nginx.caFile!);
    for (let opened = 0; opened < count; opened += AT_ONCE) {
      const some = Array.from({ length: AT_ONCE }, () => connect({ port: nginx.port, host: '127.0.0.1', ca }));
      sockets.push(...some);
      await Promise.all(
        some.map(async (socket) => {
          socket.write(`GET ${STREAM}?token=t HTTP/1.1\r\nHost: localhost\r\n\r\n`);
          const [head] = (await once(socket, 'data')) as [Buffer];
          expect(head.toString()).toMatch(/^HTTP\/1\.1 200 /);
        }),
      );
    }
  }

  it('takes no more memory for a stream with TLS than a plan counts with', async () => {
    await open(FIRST);
    const before = residentBytesOf([nginx.pid]);
    await open(STREAMS);
    const ofStream = (residentBytesOf([nginx.pid]) - before) / STREAMS / 1_024;
    expect(ofStream).toBeGreaterThan(NGINX_STREAM_KIB / 2);
    expect(ofStream).toBeLessThanOrEqual(NGINX_STREAM_KIB * 1.1);
  });
});
