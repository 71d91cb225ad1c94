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
