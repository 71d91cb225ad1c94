import fc from 'fast-check';

/**
 * A part of a request, one character for each byte. `sound`: it is clear where the request ends, so a server must respond to it.
 */
export interface Piece {
  readonly text: string;
  readonly sound: boolean;
}

export type AnyPiece = fc.Arbitrary<Piece>;

/** What the sender puts real values for, so that a conversation is the same whatever the instance. */
export const PLACEHOLDERS = ['<operator>', '<reader>', '<wrong>', '<token>', '<spent>', '<position>'] as const;

export function oneOf(...texts: string[]): fc.Arbitrary<string> {
  return fc.constantFrom(...texts);
}

export function sound(text: fc.Arbitrary<string>): AnyPiece {
  return text.map((one) => ({ text: one, sound: true }));
}

export function unsound(text: fc.Arbitrary<string>): AnyPiece {
  return text.map((one) => ({ text: one, sound: false }));
}

/** UTF-8 as one character a byte. */
export function bytesOf(text: string | Buffer): string {
  return Buffer.from(text as string).toString('latin1');
}
