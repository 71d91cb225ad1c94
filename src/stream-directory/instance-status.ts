import { formatPosition } from '../event-log/position.js';
import { type OpenStream, type Progress } from './open-stream.js';
import { type ListedStream } from './stream-directory.interface.js';

/** The properties of a stream that change while it is open. */
type StreamProgress = Pick<ListedStream, 'position' | 'lag' | 'waitingBytes'>;

/** The positions of an instance's streams: that of the instance for all, except for those in `behind`. */
interface InstanceStatus {
  readonly position: string | null;
  /** By id: `[position, lag, waitingBytes]`. */
  readonly behind: Readonly<Record<string, readonly [string | null, number | null, number]>>;
  /** Whether `behind` names all that are behind. */
  readonly complete: boolean;
}

/** Streams in `behind`, at most. */
const BEHIND_MAX = 200;

const UNKNOWN: StreamProgress = { position: null, lag: null, waitingBytes: null };

/** Returns the status of the streams of an instance whose position is `position`. */
export function statusOf(streams: Iterable<OpenStream>, { position }: Progress): InstanceStatus {
  const behind: Record<string, readonly [string | null, number | null, number]> = {};
  let named = 0;
  for (const stream of streams) {
    if (stream.live && !stream.congested) continue;
    if (++named > BEHIND_MAX) break;
    const reached = stream.live ? position : stream.position;
    const lag = reached && position && reached.epoch === position.epoch ? Math.max(0, position.n - reached.n) : null;
    behind[stream.id] = [reached ? formatPosition(reached) : null, lag, stream.waitingBytes];
  }
  return { position: position ? formatPosition(position) : null, behind, complete: named <= BEHIND_MAX };
}

/** Returns the position, lag and waiting bytes of the stream `id` from the status of its instance. */
export function progressOf(id: string, { position, behind, complete }: InstanceStatus): StreamProgress {
  const named = behind[id];
  if (named) return { position: named[0], lag: named[1], waitingBytes: named[2] };
  return complete ? { position, lag: position === null ? null : 0, waitingBytes: 0 } : UNKNOWN;
}

/** Reads a status from JSON. Returns one without positions if it is missing or another program wrote it. */
export function parseStatus(text: string | null): InstanceStatus {
  try {
    const status = JSON.parse(text ?? '') as InstanceStatus;
    if (typeof status.behind === 'object' && status.behind !== null) return status;
  } catch {
    // As if it were missing.
  }
  return { position: null, behind: {}, complete: false };
}
