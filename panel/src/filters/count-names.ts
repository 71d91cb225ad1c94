import { type Entry } from '../events/entry.js';

export interface CountedName {
  readonly name: string;
  readonly count: number;
}

/** The most frequent modules or types of these events, and those that are chosen, in the order of the alphabet. */
export function countNames(
  entries: readonly Entry[],
  field: 'module' | 'event_type',
  chosen: readonly string[],
  most: number,
): CountedName[] {
  const counts = new Map(chosen.map((name) => [name, 0]));
  for (const entry of entries) {
    if (entry.kind === 'event') counts.set(entry.event[field], (counts.get(entry.event[field]) ?? 0) + 1);
  }
  const all = [...counts].map(([name, count]) => ({ name, count }));
  const first = all.filter(({ name }) => chosen.includes(name));
  const rest = all.filter(({ name }) => !chosen.includes(name)).sort((a, b) => b.count - a.count);
  return [...first, ...rest].slice(0, Math.max(most, first.length)).sort((a, b) => (a.name < b.name ? -1 : 1));
}
