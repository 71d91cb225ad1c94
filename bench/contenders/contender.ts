import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { type Processes } from '../measure/cpu-meter.js';
import { type RowKind } from '../report/table.js';
import { type RequestSpec, type StreamSpec } from '../generator/requests.js';
import { type SinkSpec } from '../generator/sinks/sink.js';

/** Which events a stream asks for. Each contender makes a query of its own of it. */
export interface StreamChoice {
  /** The stream gets only events of these modules. */
  modules?: string[];
  /** It gets the events whose sequence number leaves `lane` when divided by `lanes`; 0 and 1, which is every event, if absent. */
  lane?: number;
  lanes?: number;
  /** The instance that serves it, if there are several. */
  instance?: number;
  /** Whether it is opened with a token in the URL instead of the credential in a header. */
  byToken?: boolean;
}

/** A program that delivers events to streams, in processes of its own: this service, or one to compare it with. */
export interface Contender {
  readonly name: string;
  /** This service, a peer, or the limit of the method. */
  readonly kind: RowKind;
  /** A rate that it certainly reaches with 500 streams, events/s. The search for its limit begins there. */
  readonly startRate: number;
  /** Returns why it cannot run on this machine, as a clause; absent, or undefined, if it can. */
  unavailable?(): string | undefined;
  /** Starts its processes and waits until they respond. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Returns its processes, without their children, by what they are. */
  processes(): Processes;
  stream(choice?: StreamChoice): StreamSpec;
  /** Returns where events are published: at `instance`, if there are several. */
  sink(instance?: number): SinkSpec;
  /** Returns the request that issues a token for one stream; absent if it has no tokens. */
  tokens?(instance?: number): RequestSpec;
  /** Makes it collect garbage, and returns the bytes of its heap that are still in use; absent where it cannot be asked. */
  collectGarbage?(): Promise<number>;
  /** How long its documented client waits before it reconnects if no server asks for a time, ms; as Chromium does if absent. */
  readonly reconnectMs?: number;
  /** Kills the first server with SIGKILL; absent if it cannot be killed alone. */
  killServer?(): Promise<void>;
  /** Starts that one again at the same port, with what it has on disk, and waits until it responds. */
  restartServer?(): Promise<void>;
}

/** How contenders are started. */
export interface Launch {
  /** The directory in which contenders make directories for their files. */
  runDir: string;
  /** The folder with `main.js` of this service, as it was built when the run began. */
  build: string;
  /** The node that runs node servers; absent: the one that runs the bench. */
  node?: string;
  /** Whether to measure how long event loops are blocked. */
  watchLoop?: boolean;
  /** Where each node server writes a CPU profile when it stops; absent: none is written. */
  profileDir?: string;
}

/** Makes a new directory for the files of the contender `name` and returns its path. */
export function directoryFor({ runDir }: Launch, name: string): string {
  return mkdtempSync(join(runDir, `${name}-`));
}
