/** A destination for text that the process must never wait for. */
export interface Sink {
  /** Bytes that the sink has taken and not yet written. */
  readonly waiting: number;
  readonly isTerminal: boolean;
  /** Takes all of `text`. Calls `done` once: when it is written, or with the error. */
  write(text: string, done: (error?: Error | null) => void): void;
}
