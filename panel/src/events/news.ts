import { type Entry, tally } from './entry.js';

/** How many new events there are, and whether some may be missing among them. */
export function newsOf(events: number, gaps: number): string {
  const parts = [];
  if (events > 0 || gaps === 0) parts.push(`${events.toLocaleString('en')} new ${events === 1 ? 'event' : 'events'}`);
  if (gaps > 0) parts.push('events may be missing');
  return parts.join(', ');
}

/** What a screen reader is told of entries that came. */
export function announcementOf(entries: readonly Entry[]): string {
  const { events, gaps } = tally(entries);
  const count = (severity: string) =>
    entries.filter((entry) => entry.kind === 'event' && entry.event.severity === severity).length;
  const bad = ['critical', 'error'].filter((severity) => count(severity) > 0).map((one) => `${count(one)} ${one}`);
  return [newsOf(events, gaps), ...bad].join(', ');
}
