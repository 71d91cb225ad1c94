import { printable } from './printable.js';

describe('printable', () => {
  it('leaves text of any script unchanged', () => {
    expect(printable('Zażółć 日本 😀 "x"')).toBe('Zażółć 日本 😀 "x"');
  });

  it('shows control characters and direction marks as text', () => {
    expect(printable('\u001b[2J\u001b]0;x\u0007a\rb\nc\td\u009b1m\u202e')).toBe(
      '\\u001b[2J\\u001b]0;x\\u0007a\\u000db\\u000ac d\\u009b1m\\u202e',
    );
  });
});
