import { type Writable } from 'node:stream';
import { CliFailure } from './cli-failure.js';

/** Writes to standard output or standard error: waits for a slow reader, and notices when the pipe is closed or the disk is full. */
export class Output {
  readonly #gone = new AbortController();
  #failure: CliFailure | undefined;

  constructor(
    private readonly stream: Writable & { readonly isTTY?: boolean },
    private readonly name: string,
  ) {
    stream.on('error', (error: NodeJS.ErrnoException) => this.#fail(error));
  }

  get isTerminal(): boolean {
    return this.stream.isTTY === true;
  }

  /** Aborts when the reader has closed the pipe, or when writing failed. */
  get gone(): AbortSignal {
    return this.#gone.signal;
  }

  /**
   * Writes `text` and waits until there is room for more. After the reader has closed the pipe, text is dropped.
   * @throws CliFailure `input_output` if writing failed for another reason, such as a full disk
   */
  async write(text: string): Promise<void> {
    if (!this.gone.aborted && !this.stream.write(text)) await this.#room();
    if (this.#failure !== undefined) throw this.#failure;
  }

  async line(text = ''): Promise<void> {
    await this.write(`${text}\n`);
  }

  /** Waits until everything is written. @throws CliFailure as `write` does */
  async flush(): Promise<void> {
    if (!this.gone.aborted) await new Promise<void>((resolve) => this.stream.write('', () => resolve()));
    if (this.#failure !== undefined) throw this.#failure;
  }

  #room(): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        this.stream.off('drain', done);
        this.gone.removeEventListener('abort', done);
        resolve();
      };
      this.stream.once('drain', done);
      this.gone.addEventListener('abort', done);
      if (this.gone.aborted) done();
    });
  }

  #fail(error: NodeJS.ErrnoException): void {
    if (error.code !== 'EPIPE' && error.code !== 'ECONNRESET') {
      const why = error.code === 'ENOSPC' ? 'the disk is full' : (error.code ?? error.message);
      this.#failure ??= new CliFailure('input_output', `Writing to ${this.name} failed: ${why}.`);
    }
    this.#gone.abort();
  }
}
