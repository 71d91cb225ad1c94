import { type INestApplication } from '@nestjs/common';
import { type Logger } from 'pino';
import { type LogOutput } from '../logging/log-output.js';

/** How long a shutdown waits for log lines to be read, ms. */
export const FLUSH_MS = 500;

/** Ends the process: in order when asked for the first time, at once the second time. */
export class Shutdown {
  #app: INestApplication | undefined;
  #begun = false;

  /** @param seconds the longest that an orderly shutdown takes */
  constructor(
    private readonly seconds: number,
    private readonly logger: Logger,
    private readonly output: LogOutput,
  ) {}

  /** Sets the application that is closed first. */
  covers(app: INestApplication): void {
    this.#app = app;
  }

  get begun(): boolean {
    return this.#begun;
  }

  /** Drains, closes, and exits with `code`; within `seconds`, or what was given at the start if that is less. */
  async begin(code: number, seconds = this.seconds): Promise<void> {
    if (this.#begun) process.exit(1);
    this.#begun = true;
    setTimeout(() => void this.exit(code), Math.min(seconds, this.seconds) * 1_000).unref();
    try {
      await this.#app?.close();
      await this.exit(code);
    } catch (error) {
      this.logger.error(`The shutdown failed: ${String(error)}`);
      await this.exit(1);
    }
  }

  /** Exits once the log has been read, or soon. */
  async exit(code: number): Promise<never> {
    await this.output.flush(FLUSH_MS);
    return process.exit(code);
  }
}
