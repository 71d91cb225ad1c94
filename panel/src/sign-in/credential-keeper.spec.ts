// The credential must never stay in an address: it would be in the history of the browser, and in what people copy.
import { isSendable, takeFromFragment } from './credential-keeper.js';

it.each([
  ['#token=abc', 'abc', ''],
  ['#token=abc&x=1', 'abc', '#x=1'],
  ['#x=1', undefined, '#x=1'],
  ['#token=', undefined, ''],
  ['', undefined, ''],
])('takes the credential out of %j', (hash, credential, rest) => {
  expect(takeFromFragment(hash)).toEqual({ credential, rest });
});

it.each([
  ['abc_-.~', true],
  ['a b', false],
  ['a\nb', false],
  ['ä', false],
  ['', false],
])('says whether %j can be sent in a header', (credential, sendable) => {
  expect(isSendable(credential)).toBe(sendable);
});
