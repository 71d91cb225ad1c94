// An EventSource of a page elsewhere gives up for good when a response has no CORS headers. So the responses that nginx makes itself
// need them as well, for the origins that the instances allow.
import { execFileSync } from 'node:child_process';
import { type Nginx } from '../../cluster/nginx.js';
import { repositoryFile } from '../../cluster/repository.js';
import { createRunDirectory } from '../../cluster/run-directory.js';
import { EVENTS, expectRetry, nginxBefore, STREAM } from './support/behind-nginx.js';
import { FakeInstance, nobody } from './support/fake-instance.js';

const APP = 'https://app.example';
const LOCAL = 'http://localhost:5173';

describe('nginx, pages of other origins', () => {
  let nginx: Nginx;

  beforeAll(async () => {
    nginx = await nginxBefore([await nobody()], { NGINX_ALLOWED_ORIGINS: `${APP}, ${LOCAL}` });
  });

  afterAll(() => nginx.stop());

  const get = (path: string, Origin: string) => fetch(nginx.baseUrl + path, { headers: { Origin } });
  const allowed = ({ headers }: Response) => headers.get('access-control-allow-origin');

  it.each([APP, LOCAL])('%s is told to come back, in words that it can read', async (origin) => {
    const retry = await get(STREAM, origin);
    expect([allowed(retry), retry.headers.get('access-control-allow-credentials')]).toEqual([origin, 'true']);
    await expectRetry(retry);
    const problem = await get(EVENTS, origin);
    expect([problem.status, allowed(problem), problem.headers.get('vary')]).toEqual([502, origin, 'Origin']);
    expect(problem.headers.get('access-control-expose-headers')).toContain('Retry-After');
  });

  it.each(['https://evil.example', `${APP}.evil.example`, 'http://app.example', 'null'])(
    '%s is not',
    async (origin) => {
      for (const path of [STREAM, EVENTS]) {
        const { headers } = await get(path, origin);
        expect([...headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
        expect(headers.get('vary')).toBe('Origin');
      }
    },
  );

  it('passes on what a browser says and what an instance responds', async () => {
    const instance = await FakeInstance.start(({ headers, method }, response) => {
      response.writeHead(204, { 'Access-Control-Allow-Origin': String(headers.origin), 'X-Asked': `${method}` }).end();
    });
    const passing = await nginxBefore([instance]);
    const headers = { Origin: APP, 'Access-Control-Request-Method': 'POST' };
    for (const path of [STREAM, EVENTS, `${EVENTS}/sse-token`]) {
      const response = await fetch(passing.baseUrl + path, { method: 'OPTIONS', headers });
      expect([path, response.status, allowed(response), response.headers.get('x-asked')]).toEqual([
        path,
        204,
        APP,
        'OPTIONS',
      ]);
    }
    await passing.stop();
    await instance.stop();
  });

  it.each(['*', 'app.example', 'https://a"; return 200; #', 'https://a.example&'])(
    'does not start for %s',
    (origin) => {
      const env = {
        ...process.env,
        NGINX_UPSTREAMS: '127.0.0.1:1',
        NGINX_RUN_DIR: createRunDirectory('origins'),
        NGINX_ALLOWED_ORIGINS: origin,
      };
      const render = () => execFileSync('sh', [repositoryFile('nginx/render.sh')], { env, stdio: 'pipe' });
      expect(render).toThrow(/NGINX_ALLOWED_ORIGINS/);
    },
  );
});
