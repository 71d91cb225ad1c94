import { parsePosition, type StreamItem } from '#client';
import { type Since } from './since.js';

/**
 * Drops the events before the time of `--since`. The service knows positions only, so `tail` asks it for the whole log, and the
 * stream begins with a gap. That gap is dropped too, unless the log begins after the time, so that events may be missing.
 */
export async function* notBefore(
  since: Since | undefined,
  items: AsyncGenerator<StreamItem, void, undefined>,
): AsyncGenerator<StreamItem, void, undefined> {
  if (since?.kind !== 'time') return yield* items;
  let begun = false;
  for await (const item of items) {
    if (!begun && item.kind === 'gap' && item.reason === 'unreadable') {
      const first = parsePosition(item.resumedAt ?? '');
      if (since.ms > 0 && first !== undefined && first.n > 0 && first.ms > since.ms)
        yield { ...item, reason: 'trimmed' };
      continue;
    }
    if (item.kind === 'event') begun ||= (parsePosition(item.position)?.ms ?? Infinity) >= since.ms;
    if (begun || item.kind !== 'event') yield item;
  }
}
