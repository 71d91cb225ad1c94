/** Where text goes that the process must never wait for. */
export interface Sink {
  /** Bytes that were taken and have not left the process. */
  readonly waiting: number;
  readonly isTerminal: boolean;
  /** Takes all of `text`; `done` is told once, when it has left the process or why it could not. */
  write(text: string, done: (error?: Error | null) => void): void;
}
