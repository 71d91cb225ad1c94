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
const RETRY_LINE = Buffer.from('retry: ');
const GAP_LINE = Buffer.from('event: gap');
const LF = 10;
/** The first letter of the longest lines, `data: …`. */
const D = 100;

/** The position of an `EventSource`: the last `id:`, which it sends back as `Last-Event-ID`. */
export class LastEventId implements Position {
  gaps = 0;
  retryMs?: number;
  /** The bytes of the id: a string for each event would be garbage that lives until the next one. */
  private id = Buffer.allocUnsafe(48);
  private idLength = 0;

  read(frames: Buffer): void {
    let [id, retry] = [-1, -1];
    for (let at = 0, end: number; at < frames.length; at = end + 1) {
      end = endOfLine(frames, at);
      if (beginsWith(frames, at, ID_LINE)) id = at;
      else if (beginsWith(frames, at, RETRY_LINE)) retry = at;
      else if (beginsWith(frames, at, GAP_LINE) && end === at + GAP_LINE.length) this.gaps++;
    }
    if (id >= 0) this.keepId(frames, id + ID_LINE.length);
    if (retry >= 0) this.retryMs = Number(valueOf(frames, retry + RETRY_LINE.length));
  }

  after(spec: StreamSpec): StreamSpec {
    if (this.idLength === 0) return spec;
    return {
      ...spec,
      headers: { ...spec.headers, 'Last-Event-ID': this.id.toString('latin1', 0, this.idLength).trim() },
    };
  }

  private keepId(frames: Buffer, start: number): void {
    const length = endOfLine(frames, start) - start;
    if (length > this.id.length) this.id = Buffer.alloc(length);
    for (let index = 0; index < length; index++) this.id[index] = frames[start + index] as number;
    this.idLength = length;
  }
}

/** Where the line ends that begins at `at`. A short line is read faster here than by the search of a Buffer. */
function endOfLine(frames: Buffer, at: number): number {
  if (frames[at] === D) return frames.indexOf(LF, at);
  let end = at;
  while (frames[end] !== LF) end++;
  return end;
}

function beginsWith(frames: Buffer, at: number, name: Buffer): boolean {
  for (let index = 0; index < name.length; index++) if (frames[at + index] !== name[index]) return false;
  return true;
}

function valueOf(frames: Buffer, at: number): string {
  return frames.toString('latin1', at, endOfLine(frames, at)).trim();
}
