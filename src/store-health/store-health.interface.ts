/** Whether the store that instances share can be reached. */
export interface StoreHealth {
  readonly available: boolean;
  /** When it was lost, by this instance's clock; still set while listeners hear of its recovery. */
  readonly lostAt: Date | undefined;
  /** Share of the memory it may use that is used; undefined where there is no limit or it is not known. */
  readonly memoryUsedRatio: number | undefined;
  /** Why the store answers but takes no writes, in its own words; undefined while it takes them. */
  readonly writesRefused: string | undefined;
  /** Calls back with the new value of `available` whenever it changes. */
  onChange(listener: (available: boolean) => void): void;
}

export const StoreHealth = Symbol('StoreHealth');
