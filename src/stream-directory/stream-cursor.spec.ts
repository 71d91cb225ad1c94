// Clients send cursors back: any other text must be refused, or a client gets a page that it did not ask for.
import { formatCursor, parseCursor } from './stream-cursor.js';

describe('a cursor', () => {
  it.each([
    { lease: 'instance-0011aabb/9f86d081', id: '0h0000000ab-9f86d081' },
    { lease: `${'A.b_c-9'.repeat(9)}/00000000`, id: '' },
  ])('is read as it was written: %j', (cursor) => {
    expect(parseCursor(formatCursor(cursor))).toEqual(cursor);
  });

  const text = (raw: string) => Buffer.from(raw).toString('base64url');
  const good = text('a/9f86d081 0h0-9f');

  it.each([
    '',
    'x',
    `${good}=`,
    ` ${good}`,
    `${good}!`,
    text('a/9f86d081'),
    text('a/9f86d08 0h0'),
    text('a b/9f86d081 0h0'),
    text('a/9f86d081 0h0\n'),
    text('a/9f86d081 [x'),
    text(`${'a'.repeat(65)}/9f86d081 0h0`),
    'A'.repeat(10_000),
  ])('is nothing else: %j', (other) => {
    expect(parseCursor(good)).toBeDefined();
    expect(parseCursor(other)).toBeUndefined();
  });
});
