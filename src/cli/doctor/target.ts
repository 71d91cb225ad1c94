import { type Variables } from '../env-file.js';

/** What `doctor` was asked to look at. */
export interface Target {
  /** The environment, and what the env file adds to it. */
  readonly env: Variables;
  /** `--redis`: another address than that of the settings, without a password. */
  readonly redis: string | undefined;
  readonly interrupted: AbortSignal;
}
