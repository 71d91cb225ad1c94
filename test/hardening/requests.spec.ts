// The same rules hold for requests of unusual forms. The log line tells the outcome and contains no secret.
import { readFileSync } from 'node:fs';
import { ModulesContainer } from '@nestjs/core';
import { eventually } from '../../cluster/eventually.js';
import { ruleOf } from '../../src/endpoints/endpoint.decorator.js';
import { StreamRequestGuard } from '../../src/events/stream/stream-request.guard.js';
import { mintToken } from '../../src/sse-token/sse-token.js';
import { StoreHealth } from '../../src/store/store-health.interface.js';
import { StreamTokenGuard } from '../../src/token-guard/stream-token.guard.js';
import { StreamRegistry } from '../../src/streaming/stream-registry.js';
import { RawConnection } from '../e2e/support/raw-connection.js';
import { replaceMethod } from '../e2e/support/replace-method.js';
import { event } from '../support/api.js';
import { type InProcessApp, startInProcess } from '../support/in-process-app.js';
import { newCredential, used } from '../support/used-credentials.js';

const EVENTS = '/operator/api/events';
const STREAM = `${EVENTS}/stream`;

let app: InProcessApp;
beforeAll(async () => {
  app = await startInProcess();
});
afterAll(() => app.close());

const log = () => readFileSync(app.logFile, 'utf8');

/** The access log line of the request with this correlation id. */
function lineOf(id: string): Promise<Record<string, unknown>> {
  const look = () =>
    log()
      .split('\n')
      .filter((text) => text.includes(`"correlation_id":"${id}"`) && text.includes('"msg":"request"'))
      .map((text) => JSON.parse(text) as Record<string, unknown>)[0];
  return eventually(look, { what: `the log line of ${id}` });
}

/** Opens a stream by the very bytes of a request. */
async function raw(target: string, headers: Record<string, string> = {}): Promise<RawConnection> {
  const connection = await RawConnection.open(app.baseUrl);
  connection.request(`GET ${target}`, headers);
  return connection;
}

const FORMS: [string, (token: string) => string][] = [
  ['a whole URL', (token) => `http://host${STREAM}?token=${token}`],
  ['a fragment', (token) => `${STREAM}?token=${token}#there`],
];

describe('a stream', () => {
  it.each(FORMS)('is opened by the token of a target that has %s', async (_, target) => {
    // CWE-436: a target that two parsers read differently spent its token without a stream, and the log had a 200.
    const connection = await raw(target(await app.reader.token()));
    await connection.until(/^HTTP\/1\.1 200 [^]*event: snapshot/);
    connection.close();
  });

  it('is opened for a client that has ended its side of the connection, since it may still read', async () => {
    // CWE-372: a client that had only ended its side lost its token.
    const connection = await raw(`${STREAM}?token=${await app.reader.token()}`);
    connection.finish();
    await connection.until(/^HTTP\/1\.1 200 [^]*event: snapshot/);
    await app.operator.publish(event({ summary: 'After the end of its side.' }));
    await connection.until(/After the end of its side\./);
    connection.close();
  });

  it('is refused if its request has a body, and its token stays unspent', async () => {
    // CWE-772: a body that nobody reads keeps node from noticing that the client has gone.
    const token = await app.reader.token();
    const connection = await raw(`${STREAM}?token=${token}`, { 'Content-Length': '100000' });
    await connection.until(/^HTTP\/1\.1 400 [^]*"field":"body"/);
    connection.close();
    const stream = await raw(`${STREAM}?token=${token}`);
    await stream.until(/^HTTP\/1\.1 200 /);
    stream.close();
  });

  it('that fails after its token was redeemed is not logged as a success', async () => {
    // ASVS 16.3.4: nobody looks for a failure that is logged as a success.
    const restore = replaceMethod(app.app.get(StreamRegistry), 'add', () => () => {
      throw new Error('as told');
    });
    const connection = await raw(`${STREAM}?token=${await app.reader.token()}`, { 'X-Correlation-Id': 'fails-late' });
    await connection.end();
    restore();
    expect(connection.text).toBe('');
    expect(await lineOf('fails-late')).toMatchObject({ status: 500, code: 'internal_error' });
  });

  it('that is asked to retry later has another log line than one that was opened', async () => {
    // ASVS 16.2.1: a 200 that brought nothing is the first sign of a store that is away.
    const health = app.app.get<StoreHealth>(StoreHealth);
    const restore = replaceMethod(health, 'available', () => false);
    const connection = await raw(`${STREAM}?token=${mintToken()}`, { 'X-Correlation-Id': 'soft' });
    await connection.end();
    restore();
    expect(await lineOf('soft')).toMatchObject({ status: 200, refused: 'store_unavailable' });
  });
});

describe('each route', () => {
  const container = () =>
    [...app.app.get(ModulesContainer).values()].flatMap(({ controllers }) => [...controllers.values()]);
  const routes = () =>
    container().flatMap(({ metatype, name }) => {
      const prototype = (metatype as unknown as { prototype: Record<string, object> }).prototype;
      return Object.getOwnPropertyNames(prototype)
        .filter((method) => method !== 'constructor' && Reflect.hasMetadata('path', prototype[method]!))
        .map((method) => ({ name: `${name}.${method}`, handler: prototype[method]! }));
    });

  it('says who may use it, and one that opens a stream has its guards', () => {
    // CWE-862: a route whose rule relies on guards lets everybody in if they are missing.
    expect(routes().length).toBeGreaterThan(8);
    const unruled: string[] = [];
    const streams = routes().filter(({ name, handler }) => {
      const rule = ruleOf(handler);
      if (!rule) unruled.push(name);
      return rule?.access === 'stream';
    });
    expect(unruled).toEqual([]);
    expect(streams.map(({ name }) => name)).toEqual(['StreamController.open']);
    for (const { handler } of streams) {
      expect(Reflect.getMetadata('__guards__', handler)).toEqual([StreamRequestGuard, StreamTokenGuard]);
    }
  });
});

const FORMS_OF_IDS: [string, string][] = [
  ['a UUID', '7a6c0c9e-4a43-4a53-9d0f-1f6f7b1f9d2e'],
  ['a trace id', '4bf92f3577b34da6a3ce929d0e0e4736'],
  ['a ULID', '01ARZ3NDEKTSV4RRFFQ69G5FAV'],
  ['a short name', 'deploy-17'],
];

describe('a line of the log', () => {
  const idAnswered = async (given: string) => {
    const headers = { ...app.reader.headers, 'X-Correlation-Id': given };
    return (await fetch(app.baseUrl + EVENTS, { headers })).headers.get('x-correlation-id');
  };

  it.each(FORMS_OF_IDS)('takes the correlation id of a caller where it is %s', async (_, id) => {
    // ASVS 16.2.1: one id through all services is how a line is found.
    expect(await idAnswered(id)).toBe(id);
  });

  it('holds no token and no credential that came as a correlation id', async () => {
    // CWE-532: a reader of the log could use it.
    const short = await startInProcess({ VX11_TENTACULO_LINK_TOKEN: used('short-credential') });
    const secrets = [await app.reader.token(), `vx11_${used(mintToken())}`, newCredential(), used('short-credential')];
    for (const secret of secrets) {
      const headers = { 'X-Correlation-Id': secret };
      const answer = await fetch(short.baseUrl + EVENTS, { headers });
      expect(answer.headers.get('x-correlation-id')).toMatch(/^[0-9a-f-]{36}$/);
      await answer.text();
    }
    await short.close();
    const text = readFileSync(short.logFile, 'utf8');
    for (const secret of secrets) expect(text).not.toContain(secret);
  });

  it('holds the route of a request and nothing of its path', async () => {
    // CWE-532: encoded, or in the wrong place, a token reaches whatever holds a path.
    const token = await app.reader.token();
    const targets = [
      `${STREAM}%3Ftoken=${token}`,
      `${STREAM};token=${token}`,
      `${STREAM}/${token}`,
      `/%E0%A4%A/${token}`,
      `/operator/api/docs/%E0%A4%A/${token}`,
      `http://${token}/`,
      `http://%zz${token}:99999/x`,
    ];
    for (const [index, target] of targets.entries()) {
      const connection = await raw(target, { 'X-Correlation-Id': `path-${index}`, Connection: 'close' });
      await connection.end();
      expect(connection.text).toMatch(/^HTTP\/1\.1 40[04] /);
      expect(await lineOf(`path-${index}`)).toMatchObject({ code: 'not_found' });
    }
    expect(log()).not.toContain(token);
  });

  it('says why a caller was refused and its address, and not its credential', async () => {
    // ASVS 16.3.2: each refused access is worth a line; the credential in it would be worth more.
    const wrong = newCredential();
    const ask = async (id: string, path: string, headers: Record<string, string> = {}, method = 'GET') => {
      await (await fetch(app.baseUrl + path, { method, headers: { 'X-Correlation-Id': id, ...headers } })).text();
      return lineOf(id);
    };
    const address = '127.0.0.1';
    const seen = [
      await ask('wrong', EVENTS, { 'X-VX11-Token': wrong }),
      await ask('none', EVENTS),
      await ask('right', EVENTS, app.reader.headers, 'POST'),
      await ask('unknown', `${STREAM}?token=${used(mintToken())}`),
      await ask('query', `${STREAM}?token=${app.credentials.reader}`),
    ];
    expect(seen).toMatchObject([
      { address, status: 403, code: 'invalid_token', reason: 'wrong_credential' },
      { address, status: 401, code: 'auth_required', reason: 'no_credential' },
      { address, status: 403, code: 'forbidden', reason: 'missing_right', principal: 'principal' },
      { address, status: 403, code: 'invalid_token', reason: 'token_unknown' },
      { address, status: 403, code: 'invalid_token', reason: 'principal_in_query' },
    ]);
    expect(log()).not.toContain(wrong);
  });
});

describe('a request that a library refuses', () => {
  it('gets a problem with its own status, and is no failure of the service', async () => {
    // CWE-755: a caller that can cause responses with 500 can hide a real one among them.
    // No path of a stack holds this id.
    const headers = { Range: 'bytes=9999999999-', 'X-Correlation-Id': 'refused-with-416' };
    const answer = await fetch(`${app.baseUrl}/operator/api/docs/swagger-ui.css`, { headers });
    expect([answer.status, await answer.json()]).toMatchObject([416, { code: 'request_refused', status: 416 }]);
    expect(await lineOf('refused-with-416')).toMatchObject({ status: 416, code: 'request_refused' });
    expect(log()).not.toMatch(/"level":50[^\n]*refused-with-416/);
  });
});
