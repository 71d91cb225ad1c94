/** Why a store responds but takes no writes: a word for it, and the store's own. */
export interface RefusedWrites {
  readonly reason: string;
  readonly message: string;
}

/** Whether the store that instances share can be reached. */
export interface StoreHealth {
  /** The store responds, and takes the writes that redeeming a token needs. */
  readonly available: boolean;
  /** When it was lost, by this instance's clock; still set while listeners hear of its recovery. */
  readonly lostAt: Date | undefined;
  /** Share of the memory it may use that is used; undefined where there is no limit or it is not known. */
  readonly memoryUsedRatio: number | undefined;
  /** Undefined while it takes writes. */
  readonly writesRefused: RefusedWrites | undefined;
  /** Calls back with the new value of `available` whenever it changes. */
  onChange(listener: (available: boolean) => void): void;
}

export const StoreHealth = Symbol('StoreHealth');
