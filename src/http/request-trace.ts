/** Is told how far a request for a stream is, where requests are traced. */
export interface RequestTrace {
  /** The store is asked to redeem the token. */
  redeeming(): void;
  /** What came of it is known; `refused` says why the token opens no stream. */
  redeemed(refused?: string): void;
  /** The head of the stream was sent. `resumes`: it goes on where an earlier one ended. */
  opened(stream: string, resumes: boolean): void;
  /** The stream has got what it missed. */
  live(): void;
}
