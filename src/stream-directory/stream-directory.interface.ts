import { type FilterNames } from './open-stream.js';
import { type StreamCursor } from './stream-cursor.js';

/** A stream that is open at one of the instances, as of its last renewal. */
export interface ListedStream {
  readonly id: string;
  readonly instance: string;
  readonly principal: string;
  /** When it was opened, ms since 1970, by its instance's clock. */
  readonly since: number;
  /** The client's address. */
  readonly address: string;
  /** 1 if the stream was opened with a `Last-Event-ID`, else 0. */
  readonly resumes: number;
  readonly filters: FilterNames;
  /** How many names are left out of `filters`, because there are too many. */
  readonly filterNamesLeftOut: number;
  /** The position that the stream has reached; null if it is not known. */
  readonly position: string | null;
  /** How many events of the log its instance had after that position; null if it is not known. */
  readonly lag: number | null;
  /** Bytes that wait at its instance until its client takes them; null if that is not known. */
  readonly waitingBytes: number | null;
}

export interface StreamQuery {
  /** 1 to `PAGE_MAX`. */
  readonly limit: number;
  readonly principal?: string | undefined;
  /** The cursor of the previous page. */
  readonly after?: StreamCursor | undefined;
}

export interface StreamPage {
  /** Sorted by instance, then id, so that no stream that stays open is left out or listed twice. */
  readonly streams: readonly ListedStream[];
  /** The cursor for the next page; undefined on the last page. Only the cursor tells: a page may have fewer streams than its limit. */
  readonly next: StreamCursor | undefined;
  /** Open streams at all instances that are not listed, because they have just opened or there is no room for their records. */
  readonly unlisted: number;
}

/** Streams of one page at most. */
export const PAGE_MAX = 1_000;

/** Lists the open streams of all instances, as they were at most a few seconds ago. */
export interface StreamDirectory {
  /** @throws StreamDirectoryUnavailableError */
  list(query: StreamQuery): Promise<StreamPage>;

  /**
   * Returns the stream with this id; undefined if none is listed.
   * @throws StreamDirectoryUnavailableError
   */
  find(id: string): Promise<ListedStream | undefined>;

  /**
   * Returns how many streams `principal` has open.
   * @throws StreamDirectoryUnavailableError
   */
  count(principal: string): Promise<number>;
}

export const StreamDirectory = Symbol('StreamDirectory');
