/** Why a store responds but refuses writes. */
interface RefusedWrites {
  /** One word. */
  readonly reason: string;
  /** The error of the store. */
  readonly message: string;
}

/** The health of the store that all instances share. */
export interface StoreHealth {
  /** Whether the store responds and takes the writes that redeeming a token needs. */
  readonly available: boolean;
  /** When the store was lost, by this instance's clock. Undefined while it is available, and set while listeners are told of its recovery. */
  readonly lostAt: Date | undefined;
  /** Used part of the memory that the store may use, 0 to 1; undefined without a limit, or if it is not known. */
  readonly memoryUsedRatio: number | undefined;
  /** Why the store refuses writes; undefined while it takes them. */
  readonly writesRefused: RefusedWrites | undefined;
  /** Calls `listener` with the new value of `available` whenever it changes. */
  onChange(listener: (available: boolean) => void): void;
}

export const StoreHealth = Symbol('StoreHealth');
