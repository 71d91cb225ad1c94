import fc from 'fast-check';

/**
 * Any character of Unicode, as the `unit` of `fc.string`. It takes the place of fast-check's `binary`, which takes seconds to
 * list all characters before the first text.
 */
export const anyCharacter = fc
  .oneof(fc.integer({ min: 0, max: 0xd7ff }), fc.integer({ min: 0xe000, max: 0x10ffff }))
  .map((code) => String.fromCodePoint(code));
