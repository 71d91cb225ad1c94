// If two parts of the service read one request target differently, a caller may reach a route that the guard did not check.
import { requestTarget } from './request-target.js';

describe('the target of a request', () => {
  it.each([
    ['/a/b', '/a/b', ''],
    ['/a?', '/a', ''],
    ['/a?b=1?c', '/a', 'b=1?c'],
    ['/a#b?c', '/a', ''],
    ['/a?b#c?d', '/a', 'b'],
    ['http://host/a?b', '/a', 'b'],
    ['HTTPS://user:pass@[::1]:80/a?b=http://x/y', '/a', 'b=http://x/y'],
    ['http://host?b', '', 'b'],
    ['http://host#/a', '', ''],
    ['//host/a', '//host/a', ''],
    ['/http://host/a', '/http://host/a', ''],
    ['*', '*', ''],
    ['', '', ''],
  ])('%s is its path and its query', (url, path, query) => expect(requestTarget(url)).toEqual({ path, query }));
});
