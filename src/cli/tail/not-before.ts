import { parsePosition, type StreamItem } from '#client';
import { type Since } from './since.js';

/**
 * With a time to begin at, the service is asked for all it has, which begins with a gap: this passes over what is older
 * by the log's clock, and over that gap, unless the log does not reach back to that time any more.
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
