// The served routes and the endpoint catalogue must be the same. A route that declares no rule must stop the start, and is closed
// to all callers wherever it is served.
import { Controller, Get } from '@nestjs/common';
import { type NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import { type Express, type NextFunction, type Request, type Response } from 'express';
import { pino } from 'pino';
import request from 'supertest';
import { AppModule } from '../../src/app/app.module.js';
import { loadSettings } from '../../src/config/load-settings.js';
import { createApp } from '../../src/app/create-app.js';
import { type Access } from '../../src/endpoints/endpoint-rule.js';
import { type DirectExpressAdapter } from '../../src/http/direct-express-adapter.js';
import { openContext } from '../../src/http/open-context.js';
import { ProblemFilter } from '../../src/http/problem.filter.js';
import { PAGE_ENDPOINTS } from '../../src/page/page.endpoints.js';
import { InternalModule } from '../../src/internal/internal.module.js';
import { Api, event } from '../support/api.js';
import { CATALOGUE, ENDPOINTS, pathOf } from '../support/endpoints.js';
import { type InProcessApp, startInProcess } from '../support/in-process-app.js';
import { SseReader } from '../support/sse-reader.js';
import { newCredential } from '../support/used-credentials.js';
import { problem } from './support/problem.js';

/** Who can prove which credential an endpoint asks for, and what each is answered. */
const EXPECTED: Record<Access, { nobody: number; stranger: number; reader: number; gateway: number }> = {
  public: { nobody: 200, stranger: 200, reader: 200, gateway: 200 },
  principal: { nobody: 401, stranger: 403, reader: 200, gateway: 200 },
  read: { nobody: 401, stranger: 403, reader: 200, gateway: 200 },
  publish: { nobody: 401, stranger: 403, reader: 403, gateway: 202 },
  admin: { nobody: 401, stranger: 403, reader: 403, gateway: 403 },
  stream: { nobody: 401, stranger: 403, reader: 200, gateway: 200 },
};

describe('the routes of the service', () => {
  let app: InProcessApp;

  beforeAll(async () => {
    app = await startInProcess();
  });

  afterAll(() => app.close());

  it('are those of the endpoint catalogue, no more and no fewer', () => {
    const express = app.app.getHttpAdapter().getInstance() as Express;
    const served = express.router.stack.flatMap(({ route }) =>
      route ? route.stack.map(({ method }) => `${method.toUpperCase()} ${route.path}`) : [],
    );
    const adapter = app.app.getHttpAdapter() as DirectExpressAdapter;
    served.push(...adapter.directRoutes);
    // The page that shows the API description brings files of its own.
    const own = served.filter((route) => !route.startsWith('GET /operator/api/docs/'));
    expect(own.sort()).toEqual(ENDPOINTS.map(({ method, path }) => `${method} ${path}`).sort());
  });

  // What the page's routes respond with, page.spec.ts says.
  const others = ENDPOINTS.filter(({ path }) => !Object.values(PAGE_ENDPOINTS).some((own) => own.path === path));

  it.each(others.map((endpoint) => [`${endpoint.method} ${endpoint.path}`, endpoint] as const))(
    '%s asks for the credential that the catalogue says',
    async (_, { method, path, access }) => {
      const ask = async (headers: Record<string, string>) => {
        const abort = new AbortController();
        const body = access === 'publish' ? JSON.stringify(event()) : undefined;
        const answer = await fetch(app.baseUrl + pathOf(path), {
          method,
          headers: { 'Content-Type': 'application/json', ...headers },
          signal: abort.signal,
          ...(body && { body }),
        });
        abort.abort();
        return answer.status;
      };
      expect({
        nobody: await ask({}),
        stranger: await ask(new Api(app.baseUrl, newCredential()).headers),
        reader: await ask(app.reader.headers),
        gateway: await ask(app.gateway.headers),
      }).toEqual(EXPECTED[access]);
    },
  );

  it('the stream is opened by a token too', async () => {
    const stream = await SseReader.open(app.reader.streamUrl(await app.reader.token()));
    expect(stream.status).toBe(200);
    stream.close();
  });

  it.each([
    '/',
    '/operator',
    '/operator/api/events/stream/x',
    '/health/ready/x',
    '/metrics.json',
    '/operator/api//events',
  ])('nothing is served at %s', async (path) => {
    expect(await app.operator.call('GET', path)).toMatchObject(problem('not_found'));
  });

  it.each(['/Health', '/health/', '/operator/api/events/', '/OPERATOR/api/events', '/metrics/'])(
    'a path is exact: nothing is served at %s',
    async (path) => {
      expect(await app.operator.call('GET', path)).toMatchObject(problem('not_found'));
    },
  );

  it.each([
    ['DELETE', '/operator/api/events', 'POST, GET, HEAD'],
    ['OPTIONS', '/operator/api/events', 'POST, GET, HEAD'],
    ['GET', '/operator/api/events/sse-token', 'POST'],
    ['PUT', '/operator/api/events/stream', 'GET'],
    ['POST', '/health', 'GET, HEAD'],
    ['POST', '/metrics', 'GET, HEAD'],
  ])('%s %s is not allowed, and the response lists the allowed methods', async (method, path, allow) => {
    const answer = await app.operator.call(method, path);
    expect(answer).toMatchObject(problem('method_not_allowed'));
    expect(answer.headers.get('allow')).toBe(allow);
  });

  it('HEAD is served where GET is, without a body', async () => {
    const { headers, text } = await request(app.server).head('/health').expect(200);
    expect(headers['content-type']).toMatch('application/json');
    expect(text).toBeUndefined();
  });
});

@Controller()
class ForgetfulController {
  @Get('forgotten')
  forgotten() {
    return 'Nobody said who may read this.';
  }
}

describe('a route without a rule', () => {
  it('is refused at start', async () => {
    const controllers = Reflect.getMetadata('controllers', InternalModule) as object[];
    Reflect.defineMetadata('controllers', [...controllers, ForgetfulController], InternalModule);
    await expect(createApp(loadSettings({}).settings, pino({ level: 'silent' }))).rejects.toThrow(
      'ForgetfulController.forgotten is a route without a rule: declare it with @Endpoint.',
    );
    Reflect.defineMetadata('controllers', controllers, InternalModule);
  });

  it('refuses every caller, whatever its credential', async () => {
    const credential = newCredential();
    const { settings } = loadSettings({ VX11_OPERATOR_TOKEN: credential });
    const module = await Test.createTestingModule({
      imports: [AppModule.register(settings)],
      controllers: [ForgetfulController],
    }).compile();
    const app = module.createNestApplication<NestExpressApplication>({ bodyParser: false, logger: false });
    app.use((incoming: Request, response: Response, next: NextFunction) => {
      openContext([], () => false)(incoming, response);
      next();
    });
    app.useGlobalFilters(new ProblemFilter(CATALOGUE));
    await app.init();
    for (const headers of [{}, { 'X-VX11-Token': credential }]) {
      const answer = await request(app.getHttpServer()).get('/forgotten').set(headers).expect(403);
      expect(answer.body).toMatchObject({ code: 'forbidden', detail: 'Nobody may use this route.' });
    }
    await app.close();
  });
});
