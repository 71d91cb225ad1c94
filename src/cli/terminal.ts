import { type Readable } from 'node:stream';
import { type Output } from './output.js';

/** Where a command runs: its streams, its environment, and what interrupts it. Commands touch nothing global. */
export interface Terminal {
  readonly stdin: Readable;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborts at the first SIGINT or SIGTERM; the second ends the process at once. */
  readonly interrupted: AbortSignal;
}
