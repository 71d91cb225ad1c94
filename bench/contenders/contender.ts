import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { type Processes } from '../measure/cpu-meter.js';
import { type RowKind } from '../report/table.js';
import { type RequestSpec, type StreamSpec } from '../generator/requests.js';
import { type SinkSpec } from '../generator/sinks/sink.js';

/** Which events a stream asks for; the contender turns this into its own query. */
export interface StreamChoice {
  /** The stream gets only events of these modules. */
  modules?: string[];
  /** It gets sequence numbers that leave `lane` when divided by `lanes`; 0 of 1, every event, by default. */
  lane?: number;
  lanes?: number;
  /** At which instance, where there are several. */
  instance?: number;
  /** Without the credential in a header: a token will be put into the URL. */
  byToken?: boolean;
}

/** Something that fans events out to streams, in processes of its own. */
export interface Contender {
  readonly name: string;
  /** Ours, what it is compared with, or the limit of the method. */
  readonly kind: RowKind;
  /** A rate in events/s at 500 streams that it certainly reaches: where the search for its limit begins. */
  readonly startRate: number;
  /** Starts its processes and waits until they answer. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** The roots of its processes, by what they are. */
  processes(): Processes;
  stream(choice?: StreamChoice): StreamSpec;
  /** Where events are published; at one instance where there are several. */
  sink(instance?: number): SinkSpec;
  /** Where a token for one stream is issued, if it has such a thing. */
  tokens?(instance?: number): RequestSpec;
  /** Collects garbage where there is such a thing. */
  collectGarbage?(): Promise<void>;
}

/** How contenders are to be started. */
export interface Launch {
  /** Where contenders make directories for their files. */
  runDir: string;
  /** Our service as it was built when the run began: the folder of its `main.js`. */
  build: string;
  /** Watch how long event loops are held. */
  watchLoop?: boolean;
  /** Write a CPU profile of each node server into this folder when it stops. */
  profileDir?: string;
}

/** A fresh directory for the files of `name`. */
export function directoryFor({ runDir }: Launch, name: string): string {
  return mkdtempSync(join(runDir, `${name}-`));
}
