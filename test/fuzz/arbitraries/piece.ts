import fc from 'fast-check';

/**
 * A part of a request, one character a byte. `sound`: it leaves no doubt where the request ends, so that a server has no
 * reason not to answer it.
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
