/** So many different wrong credentials of one address in a window; then wrong ones from there are refused for a time. */
export interface WrongCredentialLimit {
  /** 0: no limit. */
  readonly different: number;
  readonly windowSeconds: number;
}

/** So many unknown tokens of one address in a window, before few from there reach the store. */
export interface UnknownTokenLimit {
  readonly unknown: number;
  readonly windowSeconds: number;
}

/** The longest time for which wrong credentials of an address are refused, and after it how long that is remembered. */
export const LONGEST_REFUSAL_MS = 3_600_000;

/** What the accounts of wrong credentials take, at an instance or in Redis. */
const BYTES_MAX = 8_388_608;
/** What an address takes by itself, and for each wrong credential that is counted. */
const BYTES = { address: 256, credential: 64 };

/** How many addresses are known for wrong credentials at once; the one longest untouched is forgotten for the next. */
export function wrongCredentialAddresses({ different }: WrongCredentialLimit): number {
  return Math.floor(BYTES_MAX / (BYTES.address + BYTES.credential * different));
}

/** How many addresses are known for unknown tokens at once, about 2 MiB. */
export const UNKNOWN_TOKEN_ADDRESSES = 8_192;
