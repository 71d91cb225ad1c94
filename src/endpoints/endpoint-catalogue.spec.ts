// The endpoint that a path belongs to decides the response to a wrong method and the level of the log line.
import { EndpointCatalogue } from './endpoint-catalogue.js';
import { type EndpointRule } from './endpoint-rule.js';

const rule = (method: EndpointRule['method'], path: string, more: Partial<EndpointRule> = {}): EndpointRule => {
  return { method, path, access: 'read', reach: 'outside', purpose: 'Stands for others.', ...more };
};

describe('the endpoint catalogue', () => {
  const catalogue = new EndpointCatalogue([
    rule('GET', '/things'),
    rule('POST', '/things', { direct: true }),
    rule('DELETE', '/things/:name'),
    rule('GET', '/things/:name/parts', { polled: true }),
    rule('GET', '/things.json'),
    rule('GET', '/live', { access: 'stream' }),
  ]);

  it.each([
    ['/things', ['GET', 'POST', 'HEAD']],
    ['/things/a', ['DELETE']],
    ['/things/%2F', ['DELETE']],
    ['/things/a.b:c/parts', ['GET', 'HEAD']],
    ['/live', ['GET']],
    ['/things/', []],
    ['/things/a/', []],
    ['/things/a/b/parts', []],
    ['/things/a/parts/b', []],
    ['/x/things', []],
    ['/thingsxjson', []],
    ['', []],
  ])('knows that %s takes %j', (path, methods) => expect(catalogue.methodsOf(path)).toEqual(methods));

  it('tells what is polled by the path of the rule', () => {
    expect(['/things', '/things/:name/parts', '/things/a/parts'].map((path) => catalogue.isPolled(path))).toEqual([
      false,
      true,
      false,
    ]);
  });

  it('tells where streams are opened', () => expect(catalogue.streamPaths).toEqual(['/live']));

  it('tells what passes Express by: streams, and what its rule says', () =>
    expect(catalogue.direct).toEqual(['POST /things', 'GET /live']));
});
