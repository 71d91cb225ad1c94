// A browser opens at most six HTTP/1.1 connections to a host, so the seventh stream would wait. Over TLS it uses
// HTTP/2, where a hundred streams share one connection.
import { readFileSync } from 'node:fs';
import { connect, type ClientHttp2Session } from 'node:http2';
import { get } from 'node:https';
import { once } from 'node:events';
import { Nginx } from '../../cluster/nginx.js';
import { createRunDirectory } from '../../cluster/run-directory.js';
import { STREAM } from './support/behind-nginx.js';
import { FakeInstance } from './support/fake-instance.js';

describe('nginx with TLS', () => {
  let instance: FakeInstance;
  let nginx: Nginx;
  let ca: Buffer;

  beforeAll(async () => {
    instance = await FakeInstance.start((_request, response) => void response.write('retry: 3000\n\n'));
    nginx = await Nginx.start({ upstreams: [instance], tls: true, runDir: createRunDirectory('nginx-tls') });
    ca = readFileSync(nginx.caFile!);
  });

  afterAll(async () => {
    await nginx.stop();
    await instance.stop();
  });

  const open = async (session: ClientHttp2Session) => {
    const [bytes] = (await once(session.request({ ':path': `${STREAM}?token=t` }), 'data')) as [Buffer];
    return bytes.toString();
  };

  it('carries a hundred streams over one connection', async () => {
    const session = connect(nginx.baseUrl, { ca });
    const streams = await Promise.all(Array.from({ length: 100 }, () => open(session)));
    expect(new Set(streams)).toEqual(new Set(['retry: 3000\n\n']));
    expect(session.alpnProtocol).toBe('h2');
    session.destroy();
  });

  it('still serves HTTP/1.1 to clients without HTTP/2', async () => {
    const request = get(`${nginx.baseUrl}${STREAM}`, { ca });
    const [response] = (await once(request, 'response')) as [{ statusCode: number; httpVersion: string }];
    expect(response).toMatchObject({ statusCode: 200, httpVersion: '1.1' });
    request.destroy();
  });

  it('serves no request without TLS', async () => {
    const response = await fetch(`http://127.0.0.1:${nginx.port}${STREAM}`);
    expect(response.status).toBe(400);
  });
});
