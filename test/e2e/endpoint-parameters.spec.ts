// CWE-532: what a caller writes into a path must not reach the log or a label, not even where the path has a parameter.
import { Controller, Param } from '@nestjs/common';
import { type NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import express from 'express';
import { pino } from 'pino';
import { Histogram, Registry } from 'prom-client';
import { EndpointCatalogue } from '../../src/endpoints/endpoint-catalogue.js';
import { Endpoint } from '../../src/endpoints/endpoint.decorator.js';
import { endpointsOf } from '../../src/endpoints/endpoints-of.js';
import { DirectExpressAdapter } from '../../src/http/direct-express-adapter.js';
import { openContext } from '../../src/http/open-context.js';
import { ProblemFilter } from '../../src/http/problem.filter.js';
import { requestLog } from '../../src/http/request-log.js';
import { describeApi } from '../../src/openapi/openapi.js';
import { eventually } from '../../cluster/eventually.js';
import { Api } from '../support/api.js';
import { newCredential } from '../support/used-credentials.js';

const PATH = '/things/:name/parts';

@Controller()
class Things {
  @Endpoint({ method: 'DELETE', path: PATH, access: 'public', reach: 'outside', purpose: 'Removes the parts.' })
  remove(@Param('name') name: string) {
    return { removed: name };
  }
}

describe('an endpoint with a parameter', () => {
  const value = newCredential();
  const lines: string[] = [];
  const registry = new Registry();
  let app: NestExpressApplication;
  let api: Api;

  beforeAll(async () => {
    const catalogue = new EndpointCatalogue(endpointsOf([Things]));
    const adapter = new DirectExpressAdapter(express(), catalogue.direct);
    const module = await Test.createTestingModule({ controllers: [Things] }).compile();
    app = module.createNestApplication<NestExpressApplication>(adapter, { logger: false });
    const labelNames = ['method', 'route', 'status'];
    const durations = new Histogram({ name: 'seconds', help: 'Seconds.', labelNames, registers: [registry] });
    const logger = pino({}, { write: (line: string) => void lines.push(line) });
    adapter.onArrival(openContext([], () => false));
    adapter.onDeparture(requestLog(logger, durations, catalogue));
    app.useGlobalFilters(new ProblemFilter(catalogue));
    await app.listen(0, '127.0.0.1');
    api = new Api(await app.getUrl(), newCredential());
  });

  afterAll(() => app.close());

  it('is given its value', async () => {
    const { status, body } = await api.call('DELETE', `/things/${value}/parts`);
    expect([status, body]).toEqual([200, { removed: value }]);
  });

  it('says which methods it takes', async () => {
    const { status, headers } = await api.call('GET', `/things/${value}/parts`);
    expect([status, headers.get('allow')]).toEqual([405, 'DELETE']);
    expect(await api.call('DELETE', `/things/${value}`)).toMatchObject({ status: 404 });
  });

  it('is named in log and metrics by its rule, never by the value', async () => {
    await eventually(() => (lines.length === 3 ? true : undefined), { what: 'a line for each request' });
    const named = lines.map((line) => JSON.parse(line) as object);
    expect(named).toContainEqual(expect.objectContaining({ method: 'DELETE', route: PATH, status: 200 }));
    const metrics = await registry.metrics();
    expect(metrics).toContain(`seconds_count{method="DELETE",route="${PATH}",status="200"} 1`);
    expect(lines.join('') + metrics).not.toContain(value);
  });

  it('is described with its parameter', () => {
    expect(describeApi(app).paths).toMatchObject({
      '/things/{name}/parts': { delete: { summary: 'Removes the parts.', parameters: [{ name: 'name', in: 'path' }] } },
    });
  });
});
