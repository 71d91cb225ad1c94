// Clients are generated from the API description. The committed file, the running application and its real responses
// must agree.
import { readFileSync } from 'node:fs';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv, type ValidateFunction } from 'ajv';
import { repositoryFile } from '../../cluster/repository.js';
import { API_DESCRIPTION } from '../../src/app/endpoints.js';
import { PAGE_ENDPOINTS } from '../../src/page/page.endpoints.js';
import { describeApi } from '../../src/openapi/openapi.js';
import { ENDPOINTS } from '../support/endpoints.js';
import { type InProcessApp, startInProcess } from '../support/in-process-app.js';
import { used } from '../support/used-credentials.js';

interface Operation {
  readonly summary?: string;
  readonly requestBody?: {
    readonly content: Record<string, { readonly examples: Record<string, { readonly value: unknown }> }>;
  };
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly schema: { readonly example?: unknown };
  }[];
  readonly responses: Record<string, { readonly content?: Record<string, { readonly schema: object }> }>;
}
interface Description {
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly schemas: object };
}

const committed = JSON.parse(readFileSync(repositoryFile('docs/reference/openapi.json'), 'utf8')) as Description;
const operations = Object.entries(committed.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

describe('the API description', () => {
  let app: InProcessApp;
  let ajv: Ajv;

  beforeAll(async () => {
    app = await startInProcess();
    ajv = new Ajv({ strict: false, validateFormats: false });
    ajv.addSchema({ $id: 'doc', components: committed.components });
  });

  afterAll(() => app.close());

  const validatorOf = (schema: object): ValidateFunction =>
    ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"doc#/')) as object);

  it('is the one that the application makes (npm run openapi writes it)', async () => {
    const made = JSON.parse(JSON.stringify(describeApi(app.app))) as Description;
    expect(made).toEqual(committed);
    const served = await fetch(`${app.baseUrl}/operator/api/openapi.json`);
    expect(await served.json()).toEqual(committed);
  });

  it('is valid OpenAPI', async () => {
    expect(await new Validator().validate({ ...structuredClone(committed) })).toMatchObject({ valid: true });
  });

  it('has every endpoint of the catalogue and no other', () => {
    const own = [API_DESCRIPTION, PAGE_ENDPOINTS].flatMap(Object.values<{ path: string }>).map(({ path }) => path);
    const catalogue = ENDPOINTS.filter(({ path }) => !own.includes(path)).map(
      ({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`,
    );
    expect(operations.map(({ method, path }) => `${method.toUpperCase()} ${path}`).sort()).toEqual(catalogue.sort());
  });

  it('describes the purpose and the success of every route', () => {
    for (const { operation } of operations) {
      expect(operation.summary).toMatch(/\.$/);
      expect(Object.keys(operation.responses).some((status) => status.startsWith('2'))).toBe(true);
    }
  });

  it('has request examples with the responses that it says', async () => {
    let sent = 0;
    for (const { path, method, operation } of operations) {
      for (const { value } of Object.values(operation.requestBody?.content['application/json']?.examples ?? {})) {
        const { status, body } = await app.operator.call(method.toUpperCase(), path, value);
        const schema = operation.responses[status]?.content?.['application/json']?.schema;
        expect({ path, status, documented: schema !== undefined }).toEqual({ path, status, documented: true });
        const validate = validatorOf(schema!);
        expect({ path, valid: validate(body), errors: validate.errors }).toEqual({ path, valid: true, errors: null });
        if (typeof body.sse_token === 'string') used(body.sse_token);
        sent++;
      }
    }
    expect(sent).toBeGreaterThanOrEqual(3);
  });

  it('has no examples of parameters that may be left out: its page would send them, and show less than there is', () => {
    const optional = operations.flatMap(({ path, operation }) =>
      (operation.parameters ?? [])
        .filter((one) => one.in === 'query')
        .map(({ name, schema }) => ({ path, name, schema })),
    );
    expect(optional.length).toBeGreaterThan(5);
    expect(optional.filter(({ schema }) => schema.example !== undefined)).toEqual([]);
  });

  it('has histories of the form that it says', async () => {
    const history = committed.paths['/operator/api/events']!.get!;
    const { status, body } = await app.operator.call('GET', '/operator/api/events?severity=warn,info&limit=10');
    expect(status).toBe(200);
    expect(validatorOf(history.responses['200']!.content!['application/json']!.schema)(body)).toBe(true);
  });

  it('describes the events and problems that are really sent', async () => {
    const { body: history } = await app.operator.call('GET', '/operator/api/events');
    const isEvent = validatorOf({ $ref: '#/components/schemas/Event' });
    for (const one of history.events as unknown[])
      expect({ valid: isEvent(one), errors: isEvent.errors }).toEqual({ valid: true, errors: null });
    const isProblem = validatorOf({ $ref: '#/components/schemas/Problem' });
    const { body: problem } = await app.operator.call('POST', '/operator/api/events', {});
    expect({ valid: isProblem(problem), errors: isProblem.errors }).toEqual({ valid: true, errors: null });
  });

  it('is shown by a page', async () => {
    const page = await fetch(`${app.baseUrl}/operator/api/docs`);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('VX11 operator backend');
  });
});
