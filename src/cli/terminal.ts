import { type Readable } from 'node:stream';
import { type Output } from './output.js';

/** What a command uses of its process: the standard streams, the environment and the interruption by a signal. */
export interface Terminal {
  readonly stdin: Readable;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborts at the first SIGINT or SIGTERM; the second ends the process at once. */
  readonly interrupted: AbortSignal;
}
