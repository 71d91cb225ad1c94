/** Counts operations on Redis, for metrics. Operations are those of the service (`issue`, `append`), not commands of Redis. */
export interface RedisObserver {
  /** Redis replied after `seconds`. */
  answered(operation: string, seconds: number): void;
  /** Redis replied with an error, or not at all. */
  failed(operation: string): void;
  /** Redis was lost: the connection broke, or a probe was not answered. */
  lost?(): void;
}

export const SILENT: RedisObserver = { answered: () => undefined, failed: () => undefined };
