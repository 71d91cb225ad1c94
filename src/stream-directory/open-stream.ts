import { type Position } from '../event-log/position.js';

/** The names a stream's filter allows; an absent list allows every name, an empty one none. */
export interface FilterNames {
  readonly types?: readonly string[] | undefined;
  readonly modules?: readonly string[] | undefined;
  readonly severities?: readonly string[] | undefined;
}

/** What the directory has to know of a stream that is open at this instance. */
export interface OpenStream {
  /** 20 characters; greater as a text than those of streams that this instance opened before. */
  readonly id: string;
  readonly principal: string;
  /** Monotonic ms. */
  readonly openedAt: number;
  readonly filter: { readonly lists: FilterNames };
  readonly origin: { readonly address: string; readonly resumes: number };
  /** It has everything that this instance has. */
  readonly live: boolean;
  /** Up to where it has everything while it is not live; undefined until that is known. */
  readonly position: Position | undefined;
  /** Its client has not taken all that was written. */
  readonly congested: boolean;
  readonly waitingBytes: number;
}

/** The streams of this instance. */
export interface OpenStreams {
  /** All that are open, in the order of their ids. */
  readonly streams: Iterable<OpenStream>;
  /** Tells `listener` of each that opens or is over. */
  listen(listener: { opened(stream: OpenStream): void; closed(stream: OpenStream): void }): void;
}

/** Where the events of this instance are: what its live streams have been given. */
export interface Progress {
  readonly position: Position | undefined;
}
