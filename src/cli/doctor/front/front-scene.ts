import { type HeldStream } from './held-stream.js';

/** nginx may wait two seconds for an instance that does not respond, before it asks another one. */
export const FIRST_BYTES_SECONDS = 5;

/** What stands in front of the instances, as a client sees it. */
export interface FrontScene {
  readonly url: URL;
  /** Why the service is not reached there; undefined if it is. */
  readonly failure: string | undefined;
  /** Why no stream was opened; or what the stream showed. */
  readonly stream: HeldStream | { readonly reason: string };
  /** Names of the cookies that came with its token, which was asked for as by a page. */
  readonly cookies: readonly string[];
  /** How long a heartbeat is waited for. */
  readonly waitSeconds: number;
  readonly accessLog: string | undefined;
}

/** The stream. The check that says why there is none comes first. */
export function streamOf({ stream }: Pick<FrontScene, 'stream'>): HeldStream {
  if ('reason' in stream) throw new Error(stream.reason);
  return stream;
}

/** Why a check has nothing to look at where nothing of the stream arrived. */
export const NOTHING_ARRIVED = 'Nothing of the stream arrived.';

/** Whether a connection to it stays on this host. */
export function isThisHost({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
}
