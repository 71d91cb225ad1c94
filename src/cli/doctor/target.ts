import { type Variables } from '../env-file.js';

/** What `doctor` was asked to look at. */
export interface Target {
  /** The environment, and what the env file adds to it. */
  readonly env: Variables;
  /** `--redis`: another address than that of the settings, without a password. */
  readonly redis: string | undefined;
  /** `--url`: where clients reach the service. */
  readonly url: string;
  /** `--instance`: where each instance is reached itself. */
  readonly instances: readonly string[];
  /** The credential, or as a sentence why there is none. */
  readonly credential: { readonly value: string } | { readonly missing: string };
  /** `--heartbeat`, seconds; undefined: that of the settings. */
  readonly heartbeatSeconds: number | undefined;
  /** `--hold`: for how long a stream is held, seconds; undefined: until its first heartbeat. */
  readonly holdSeconds: number | undefined;
  /** `--access-log`: a file that what stands in front writes. */
  readonly accessLog: string | undefined;
  readonly interrupted: AbortSignal;
}
