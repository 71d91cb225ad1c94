/** Calls `work` in a loop until `stop`. */
export class Background {
  private stopped = false;
  private readonly done: Promise<void>;

  constructor(work: () => Promise<unknown>) {
    this.done = this.loop(work);
  }

  /** Ends the loop and waits for its last call. Throws what `work` threw. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.done;
  }

  private async loop(work: () => Promise<unknown>): Promise<void> {
    while (!this.stopped) await work();
  }
}
