import { type StreamSpec } from './requests.js';

/** What a client remembers of a stream, and how it asks for the events after it. */
export interface Position {
  /** How often the server said that events are missing. */
  readonly gaps: number;
  /** How long the server asked clients to wait before they reconnect, ms; undefined: it did not. */
  readonly retryMs?: number;
  /** Reads complete frames. */
  read(frames: Buffer): void;
  /** Returns the request for what came after. */
  after(spec: StreamSpec): StreamSpec;
}

const ID_LINE = Buffer.from('id: ');
const RETRY = Buffer.from('retry: ');
const GAP = Buffer.from('event: gap\n');
const LF = 10;

/** The position of an `EventSource`: the last `id:`, which it sends back as `Last-Event-ID`. */
export class LastEventId implements Position {
  gaps = 0;
  retryMs?: number;
  private lastId = '';

  read(frames: Buffer): void {
    if (frames.includes(GAP)) this.gaps++;
    this.lastId = lastValue(frames, ID_LINE) ?? this.lastId;
    const retry = lastValue(frames, RETRY);
    if (retry) this.retryMs = Number(retry);
  }

  after(spec: StreamSpec): StreamSpec {
    return this.lastId ? { ...spec, headers: { ...spec.headers, 'Last-Event-ID': this.lastId } } : spec;
  }
}

/** Returns the value of the last line that begins with `name`, or undefined. */
function lastValue(frames: Buffer, name: Buffer): string | undefined {
  let at = frames.lastIndexOf(name);
  while (at > 0 && frames[at - 1] !== LF) at = frames.lastIndexOf(name, at - 1);
  return at < 0 ? undefined : frames.toString('latin1', at + name.length, frames.indexOf(LF, at)).trim();
}
