import { type FilterNames } from './open-stream.js';
import { type StreamCursor } from './stream-cursor.js';

/** A stream that is open at one of the instances, as of its last renewal. */
export interface ListedStream {
  readonly id: string;
  readonly instance: string;
  readonly principal: string;
  /** When it was opened, ms since 1970, by its instance's clock. */
  readonly since: number;
  /** That of its client. */
  readonly address: string;
  /** How often it was resumed before. */
  readonly resumes: number;
  readonly filters: FilterNames;
  /** Names of its filters that are left out of `filters`, since there are too many. */
  readonly filterNamesLeftOut: number;
  /** Up to where it was given events; null where that is not known. */
  readonly position: string | null;
  /** How many events of the log its instance had beyond that; null where that is not known. */
  readonly lag: number | null;
  /** Bytes that wait at its instance because its client has not taken them; null where that is not known. */
  readonly waitingBytes: number | null;
}

export interface StreamQuery {
  /** 1 to `PAGE_MAX`. */
  readonly limit: number;
  readonly principal?: string | undefined;
  /** Where the page before ended. */
  readonly after?: StreamCursor | undefined;
}

export interface StreamPage {
  /** In the order of instance, then id, so that no stream that stays open is left out or comes twice. */
  readonly streams: readonly ListedStream[];
  /** Where the next page begins; undefined after the last. A page may have fewer streams than its limit, and not be the last. */
  readonly next: StreamCursor | undefined;
  /** Open streams that are not listed, at all instances: there is no room for them, or they are about to be. */
  readonly unlisted: number;
}

/** Streams of one page at most. */
export const PAGE_MAX = 1_000;

/** Which streams are open, at all instances. What it tells is a few seconds old at most. */
export interface StreamDirectory {
  /** @throws StreamDirectoryUnavailableError */
  list(query: StreamQuery): Promise<StreamPage>;

  /**
   * The stream with this id; undefined if none is listed.
   * @throws StreamDirectoryUnavailableError
   */
  find(id: string): Promise<ListedStream | undefined>;

  /**
   * How many streams `principal` has open.
   * @throws StreamDirectoryUnavailableError
   */
  count(principal: string): Promise<number>;
}

export const StreamDirectory = Symbol('StreamDirectory');
