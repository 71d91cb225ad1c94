// The request restricts what a token may show: a list that is misread would show more than the caller asked for.
import { SEVERITIES } from '../principal/terms.js';
import { type Problem } from '../problems/problem.js';
import { parseTokenRequest } from './token-request.dto.js';

function faultsOf(body: unknown): unknown {
  try {
    parseTokenRequest(body);
    return [];
  } catch (error) {
    const { code, options } = error as Problem;
    expect(code).toBe('invalid_request');
    return options.errors!.map(({ field, message }) => `${field} ${message}`);
  }
}

const names = (count: number) => Array.from({ length: count }, (_, n) => `m${n}`);
const NAME_WANTED = 'must each be 1 to 64 of A-Z a-z 0-9 . _ -';
const SEVERITY_WANTED = 'must each be one of critical, error, warn, info';

describe('the body of a token request', () => {
  it.each([
    [undefined, {}],
    [{}, {}],
    [{ modules: ['a', 'b', 'a'] }, { modules: ['a', 'b'] }],
    [{ severities: ['error', 'error'] }, { severities: ['error'] }],
    [
      { modules: ['a'], severities: [...SEVERITIES] },
      { modules: ['a'], severities: [...SEVERITIES] },
    ],
    [{ modules: names(100) }, { modules: names(100) }],
  ])('%j restricts the token to %j', (body, restrictions) => {
    expect(parseTokenRequest(body)).toStrictEqual(restrictions);
  });

  it.each<[string, unknown, string[]]>([
    ['no object', 'modules', ['body must be an object']],
    ['a list', [], ['body must be an object']],
    ['nothing', null, ['body must be an object']],
    ['an unknown field', { module: ['a'] }, ['module is not a known field']],
    ['an empty list', { modules: [] }, ['modules must name at least one']],
    ['an empty list of severities', { severities: [] }, ['severities must name at least one']],
    ['too many modules', { modules: names(101) }, ['modules must name at most 100']],
    ['no name', { modules: ['a b'] }, [`modules ${NAME_WANTED}`]],
    ['a number', { modules: [7] }, [`modules ${NAME_WANTED}`]],
    ['an unknown severity', { severities: ['fatal'] }, [`severities ${SEVERITY_WANTED}`]],
    ['too many severities', { severities: Array(5).fill('info') }, ['severities must name at most 4']],
  ])('is refused for %s', (_, body, faults) => expect(faultsOf(body)).toEqual(faults));

  it.each(['a', null, 7, {}])('is refused for %j in place of a list', (list) => {
    const faults = ['modules must be a list', 'severities must be a list'];
    expect(faultsOf({ modules: list, severities: list })).toEqual(expect.arrayContaining(faults));
  });
});
