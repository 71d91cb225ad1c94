// The page is the first thing that a browser gets from the service, and the only thing that it runs: it must come whole, with a policy
// that lets nothing else run, and no request may get any other file.
import express, { type NextFunction, type Request, type Response } from 'express';
import request from 'supertest';
import { readPageFiles } from '../../src/page/page-files.js';
import { servePage } from '../../src/page/serve-page.js';
import { type Problem } from '../../src/problems/problem.js';
import { type InProcessApp, startInProcess } from '../support/in-process-app.js';
import { problem } from './support/problem.js';

const PAGE = '/operator/ui/';
const HTML = { Accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

describe('the page', () => {
  let app: InProcessApp;
  let script: string;

  beforeAll(async () => {
    app = await startInProcess({ VX11_OPERATOR_SSE_HEARTBEAT: '23' });
    const html = (await request(app.server).get(PAGE)).text;
    script = /src="\.\/(assets\/[^"]+\.js)"/.exec(html)![1]!;
  });

  afterAll(() => app.close());

  it('is served to everybody, asked for again each time, and knows the heartbeat of the service', async () => {
    const { headers, text } = await request(app.server).get(PAGE).expect(200);
    expect(headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' });
    expect(text).toContain('<html data-heartbeat-ms="23000"');
  });

  it('may run its own scripts only, call its own service only, and be in no frame', async () => {
    const { headers, text } = await request(app.server).get(PAGE);
    const policy = headers['content-security-policy']!;
    expect(policy.split('; ')).toEqual(
      expect.arrayContaining([
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
      ]),
    );
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect(headers).toMatchObject({ 'x-frame-options': 'DENY', 'referrer-policy': 'no-referrer' });
    expect(text).not.toMatch(/<script>|<style|\son\w+=/);
  });

  it('has files that browsers keep, since another build gives them other names', async () => {
    const { headers } = await request(app.server)
      .get(PAGE + script)
      .expect(200);
    expect(headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
    });
  });

  it('comes with the client, at an address that stays, which leads to a file that browsers keep', async () => {
    const address = await request(app.server).get(`${PAGE}sse-client.js`).expect(200);
    expect(address.headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'no-cache',
    });
    const [, file] = /^export \* from '\.\/(assets\/sse-client\.[0-9A-Z]{8}\.js)';\n$/.exec(address.text)!;
    const { headers, text } = await request(app.server)
      .get(PAGE + file)
      .expect(200);
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(text).toContain('followEvents');
  });

  it('is compressed for those who take it so, and whole for the others', async () => {
    const zipped = await request(app.server)
      .get(PAGE + script)
      .set('Accept-Encoding', 'br, gzip');
    const plain = await request(app.server)
      .get(PAGE + script)
      .set('Accept-Encoding', 'identity');
    expect([zipped.headers['content-encoding'], plain.headers['content-encoding']]).toEqual(['gzip', undefined]);
    expect(Number(zipped.headers['content-length'])).toBeLessThan(Number(plain.headers['content-length']) / 2);
    expect(zipped.text).toBe(plain.text);
    expect(zipped.headers.vary).toBe('Accept-Encoding, Origin');
  });

  it.each([PAGE, 'script'])('HEAD %s has the same head, and no body', async (which) => {
    const path = which === 'script' ? PAGE + script : which;
    const [get, head] = [
      await request(app.server).get(path),
      await request(app.server).head(path).set('Accept-Encoding', 'gzip').expect(200),
    ];
    expect(head.headers['content-length']).toBe(get.headers['content-length']);
    expect(head.text).toBeUndefined();
  });

  it.each(['index.html', 'assets/', 'assets/nothing.js', 'assets/..%2findex.html', 'assets/%2e%2e%2f%2e%2e%2fmain.js'])(
    'nothing is served at %s',
    async (path) => {
      expect(await app.operator.call('GET', PAGE + path)).toMatchObject(problem('not_found'));
    },
  );

  it('takes no other method', async () => {
    expect(await app.operator.call('POST', PAGE)).toMatchObject(problem('method_not_allowed'));
  });

  it.each([
    ['/', PAGE],
    ['/operator/ui', 'ui/'],
  ])('a browser at %s is led to it', async (path, location) => {
    const { headers } = await request(app.server).get(path).set(HTML).expect(302);
    expect(headers).toMatchObject({ location, 'cache-control': 'no-store' });
  });

  it('a caller of the API at / still learns that nothing is there', async () => {
    expect(await app.operator.call('GET', '/')).toMatchObject(problem('not_found'));
    expect(await app.operator.call('GET', '/', undefined, { Accept: 'application/json' })).toMatchObject(
      problem('not_found'),
    );
  });

  it('is measured like other routes', async () => {
    const text = await (await fetch(`${app.baseUrl}/metrics`)).text();
    expect(text).toMatch(/route="\/operator\/ui\/",status="200"/);
    expect(text).toMatch(/route="\/operator\/ui\/assets\/:file",status="200"/);
  });
});

describe('a build without the page', () => {
  it('says how it is made', async () => {
    expect(readPageFiles(8_000, new URL('file:///nowhere/'))).toBeUndefined();
    const server = express().enable('strict routing');
    servePage(server, undefined);
    server.use(({ statusCode: status, code, detail }: Problem, _: Request, response: Response, _next: NextFunction) => {
      response.status(status).json({ code, detail });
    });
    const { body } = await request(server).get(PAGE).expect(404);
    expect(body).toMatchObject({ code: 'not_found', detail: expect.stringContaining('npm run build') });
  });
});
