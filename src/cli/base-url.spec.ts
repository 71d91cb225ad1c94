import { baseUrl } from './base-url.js';
import { CliFailure } from './cli-failure.js';

describe('baseUrl', () => {
  it.each([
    ['http://h:1', 'http://h:1/'],
    ['https://h/ops', 'https://h/ops'],
  ])('takes %s', (text, expected) => {
    expect(baseUrl(text)).toBe(expected);
  });

  it.each(['', 'h:1', 'ftp://h', 'http://user:secret@h', 'http://h/?token=secret', 'http://h/#x'])(
    'refuses %j',
    (text) => {
      expect(() => baseUrl(text)).toThrow(CliFailure);
      expect(() => baseUrl(text)).not.toThrow('secret');
    },
  );
});
