import { type Position } from '../event-log/position.js';

/** The names a stream's filter allows; an absent list allows every name, an empty one none. */
export interface FilterNames {
  readonly types?: readonly string[] | undefined;
  readonly modules?: readonly string[] | undefined;
  readonly severities?: readonly string[] | undefined;
}

/** What the directory reads of a stream that is open at this instance. */
export interface OpenStream {
  /** 20 characters; greater as a text than those of streams that this instance opened before. */
  readonly id: string;
  readonly principal: string;
  /** Monotonic ms. */
  readonly openedAt: number;
  readonly filter: { readonly lists: FilterNames };
  readonly origin: { readonly address: string; readonly resumes: number };
  /** Whether it has all events that this instance has. */
  readonly live: boolean;
  /** The last position that it has reached, while it is not live; undefined until that is known. */
  readonly position: Position | undefined;
  /** Whether its client has not taken all that was written. */
  readonly congested: boolean;
  readonly waitingBytes: number;
}

/** The streams of this instance. */
export interface OpenStreams {
  /** All open streams, in the order of their ids. */
  readonly streams: Iterable<OpenStream>;
  /** Calls `listener` for each stream that opens or closes. */
  listen(listener: { opened(stream: OpenStream): void; closed(stream: OpenStream): void }): void;
}

/** The position of the newest event that this instance delivered to its live streams. */
export interface Progress {
  readonly position: Position | undefined;
}
