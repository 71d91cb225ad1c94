/**
 * Counts what comes from each address at all instances together. No request waits for it: each instance counts by itself as
 * well, and refuses earlier once it learns what came elsewhere. No method rejects.
 */
export interface AddressCounts {
  /**
   * Notes a wrong credential of `address`, by a number that stands for it. Resolves with the ms for which wrong credentials
   * from there are refused; 0 if they are not, or if that is not known.
   */
  wrongCredential(address: string, credential: number): Promise<number>;

  /**
   * Notes an unknown token of `address`. Resolves with the ms until none of its unknown tokens will count any more; 0 if that
   * is not known.
   */
  unknownToken(address: string): Promise<number>;
}

export const AddressCounts = Symbol('AddressCounts');

/** Knows of no other instance. */
export class SeparateCounts implements AddressCounts {
  wrongCredential(): Promise<number> {
    return Promise.resolve(0);
  }

  unknownToken(): Promise<number> {
    return Promise.resolve(0);
  }
}
