/** Hears how Redis does, for metrics. Operations are ours (`issue`, `append`), not Redis' commands. */
export interface RedisObserver {
  answered(operation: string, seconds: number): void;
  failed(operation: string): void;
}

export const SILENT: RedisObserver = { answered: () => undefined, failed: () => undefined };
