import { PassThrough, Readable, Writable } from 'node:stream';
import { Output } from '../../../src/cli/output.js';
import { type Terminal } from '../../../src/cli/terminal.js';

/** A terminal that keeps what is written to it. */
export class MemoryTerminal implements Terminal {
  readonly out: string[] = [];
  readonly err: string[] = [];
  readonly stdout = new Output(keeping(this.out), 'standard output');
  readonly stderr = new Output(keeping(this.err), 'standard error');
  readonly interruption = new AbortController();
  readonly interrupted = this.interruption.signal;
  readonly stdin: Readable;

  constructor(
    readonly env: Record<string, string> = {},
    stdin?: string,
  ) {
    this.stdin = stdin === undefined ? new PassThrough() : Readable.from([Buffer.from(stdin)]);
  }

  get text(): string {
    return this.out.join('');
  }

  get errors(): string {
    return this.err.join('');
  }
}

function keeping(texts: string[]): Writable {
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      texts.push(chunk.toString());
      done();
    },
  });
}
