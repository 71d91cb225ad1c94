import { type ListedStream, type StreamsPage } from './streams-api.js';

/** How long ago a time is, in its largest unit. */
export function ageOf(time: string, now: number): string {
  const seconds = Math.max(0, Math.round((now - Date.parse(time)) / 1_000));
  if (seconds < 90) return `${seconds} s`;
  if (seconds < 5_400) return `${Math.round(seconds / 60)} min`;
  return seconds < 129_600 ? `${Math.round(seconds / 3_600)} h` : `${Math.round(seconds / 86_400)} days`;
}

/** What a stream shows. */
export function filtersOf(filters: Readonly<Record<string, readonly string[] | undefined>>): string {
  const all = Object.values(filters).flatMap((names) => names ?? []);
  return all.length === 0 ? 'everything' : all.join(', ');
}

/** How far a stream is behind. */
export function behindOf({ lag, waiting_bytes: bytes }: Pick<ListedStream, 'lag' | 'waiting_bytes'>): string {
  if (lag) return `${lag} ${lag === 1 ? 'event' : 'events'}`;
  if (bytes) return `${Math.ceil(bytes / 1_024)} KiB`;
  return lag === null || bytes === null ? 'unknown' : 'no';
}

/** How many streams a page lists, and how many none does. */
export function countOf({ streams, next, unlisted }: StreamsPage, first: boolean): string {
  const listed = `${streams.length}${next !== null || !first ? ' on this page' : ''}`;
  return unlisted > 0 ? `${listed}, ${unlisted} more not listed` : listed;
}

/** What is said of a page without a stream. */
export function emptyPageOf({ next, unlisted }: StreamsPage, first: boolean): string {
  if (!first || next !== null) return 'Nobody is on this page.';
  return unlisted > 0 ? 'Those who are connected are not listed.' : 'Nobody is connected.';
}
