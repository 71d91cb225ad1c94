// A credential that is cut in two belongs to nobody, and neither do two that are read as one.
import { CREDENTIAL, splitCredentials } from './credential-list.js';

describe('a list of credentials', () => {
  it.each([
    ['a', ['a']],
    ['a,b', ['a', 'b']],
    [' a , b ', ['a', 'b']],
    ['a\nb\r\nc\n', ['a', 'b', 'c']],
    ['a,\nb', ['a', '', 'b']],
    ['a,', ['a', '']],
    ['', ['']],
    ['a b', ['a b']],
  ])('%j holds %j', (text, credentials) => expect(splitCredentials(text)).toEqual(credentials));

  it('may hold any visible ASCII character but the comma', () => {
    const characters = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code));
    const visible = characters.filter((one) => one >= '!' && one <= '~' && one !== ',');
    expect(characters.filter((one) => CREDENTIAL.test(one))).toEqual(visible);
    for (const wrong of ['', 'a b', ' a', 'a ', 'a\n', 'a,b']) expect(CREDENTIAL.test(wrong)).toBe(false);
    expect(CREDENTIAL.test('vx11_abc-DEF')).toBe(true);
  });
});
