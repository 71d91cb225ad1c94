import { type Problem, readProblem, serviceUrl, SseParser } from '#client';
import { STREAM_PATH } from '../../../endpoints/paths.js';

export interface StreamToHold {
  readonly url: string;
  readonly token: string;
  /** For how long at least, ms; it is held until a heartbeat arrives as well. */
  readonly holdMs: number;
  /** When it is given up without a heartbeat, ms. */
  readonly mostMs: number;
  /** When the stream is given up if it has shown nothing, ms. */
  readonly firstBytesMs: number;
  readonly interrupted: AbortSignal;
}

/** What a stream showed while it was held. All times in ms since it was asked for. */
export interface HeldStream {
  /** Those of the response; undefined where not even these arrived. */
  readonly headers: Headers | undefined;
  /** Set if the stream was refused. */
  readonly problem: Problem | undefined;
  readonly firstBytesAt: number | undefined;
  readonly heartbeatsAt: readonly number[];
  readonly types: readonly string[];
  readonly openFor: number;
  /** When the other side ended it; undefined if it was held as long as it should be. */
  readonly endedAt: number | undefined;
}

/** A module that no event has, so that the stream is silent but for heartbeats. */
const NO_MODULE = 'vx11-doctor';

/** Opens a stream as a browser does, keeps it open, and notes when something arrives. @throws what `fetch` throws */
export async function holdStream({ url, token, ...times }: StreamToHold): Promise<HeldStream> {
  const address = serviceUrl(url, STREAM_PATH);
  address.search = new URLSearchParams({ token, module: NO_MODULE, snapshot: '0' }).toString();
  const begun = performance.now();
  const since = () => Math.round(performance.now() - begun);
  const over = new AbortController();
  const silent = setTimeout(() => over.abort(), times.firstBytesMs);
  const signal = AbortSignal.any([over.signal, AbortSignal.timeout(times.mostMs), times.interrupted]);
  const heartbeatsAt: number[] = [];
  const types: string[] = [];
  let headers: Headers | undefined;
  let firstBytesAt: number | undefined;
  const seen = (ended: boolean, problem?: Problem): HeldStream => {
    const openFor = since();
    return { headers, problem, firstBytesAt, heartbeatsAt, types, openFor, endedAt: ended ? openFor : undefined };
  };
  try {
    const response = await fetch(address, { redirect: 'manual', signal });
    headers = response.headers;
    if (response.status !== 200) return seen(true, await readProblem(response));
    const parser = new SseParser();
    const ended = await read(response, signal, (bytes) => {
      clearTimeout(silent);
      firstBytesAt ??= since();
      for (const { type } of parser.push(bytes)) {
        types.push(type);
        if (type === 'heartbeat') heartbeatsAt.push(since());
      }
      if (heartbeatsAt.length > 0 && since() >= times.holdMs) over.abort();
    });
    return seen(ended);
  } catch (error) {
    if (signal.aborted) return seen(false);
    throw error;
  } finally {
    clearTimeout(silent);
    over.abort();
  }
}

/** Returns whether the other side ended it, before `signal` did. */
async function read(response: Response, signal: AbortSignal, take: (bytes: Uint8Array) => void): Promise<boolean> {
  const reader = response.body?.getReader();
  for (;;) {
    // A connection that breaks is an end, too.
    const value = await reader?.read().then(
      (result) => result.value,
      () => undefined,
    );
    if (value === undefined) return !signal.aborted;
    take(value);
  }
}
