import { type Sink } from './sink.js';

/** Bytes that may wait for a slow reader. */
const WAITING_BYTES = 1_048_576;
/** After a failure it is tried again this much later, ms. */
const RETRY_MS = 1_000;

/**
 * Writes lines without making the caller wait. Lines that cannot be written are dropped and counted, and
 * how many were lost is told when writing works again.
 */
export class LogOutput {
  /** Lines lost since writing last worked. */
  #lost = 0;
  /** Lines that were lost before the line that is being written, and that it reports. */
  #telling = 0;
  #retryAt = 0;
  #timer: NodeJS.Timeout | undefined;
  /** Lines that were dropped before `countDropped` was called. */
  #uncounted = 0;
  #count = (lines: number): void => void (this.#uncounted += lines);
  #tell: (lost: number) => void = () => undefined;

  constructor(private readonly sink: Sink) {}

  get isTerminal(): boolean {
    return this.sink.isTerminal;
  }

  /** Sets who counts dropped lines; those before it are counted now. */
  countDropped(count: (lines: number) => void): void {
    this.#count = count;
    count(this.#uncounted);
  }

  /** Sets who logs how many lines were lost. */
  tellLost(tell: (lost: number) => void): void {
    this.#tell = tell;
  }

  write(line: string): void {
    if (this.#telling === 0) this.#recover();
    if (this.#lost > 0) this.#drop();
    else this.#send(line, this.#telling);
  }

  /** Waits until everything has left the process, but no longer than `ms`. */
  async flush(ms: number): Promise<void> {
    this.#recover();
    if (this.sink.waiting === 0) return;
    await new Promise<void>((resolve) => {
      const patience = setTimeout(resolve, ms);
      this.sink.write('', () => {
        clearTimeout(patience);
        resolve();
      });
    });
  }

  /** Tells what was lost, if there is room again. */
  #recover(): void {
    const lost = this.#lost;
    if (lost === 0 || performance.now() < this.#retryAt || this.sink.waiting > WAITING_BYTES / 2) return;
    this.#lost = 0;
    this.#telling = lost;
    this.#tell(lost);
    this.#telling = 0;
  }

  #send(line: string, lostBefore: number): void {
    if (this.sink.waiting + line.length > WAITING_BYTES) return this.#drop();
    this.sink.write(line, (error) => {
      if (!error) return;
      this.#retryAt = performance.now() + RETRY_MS;
      if (lostBefore === 0) return this.#drop();
      this.#lost += lostBefore;
      this.#keepTrying();
    });
  }

  #drop(): void {
    this.#lost += 1;
    this.#count(1);
    this.#keepTrying();
  }

  #keepTrying(): void {
    this.#timer ??= setInterval(() => {
      this.#recover();
      if (this.#lost > 0) return;
      clearInterval(this.#timer);
      this.#timer = undefined;
    }, RETRY_MS).unref();
  }
}
