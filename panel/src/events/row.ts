import { type Entry } from './entry.js';

/** Where a row has two lines. */
export const NARROW = '(max-width: 719px)';

/** As in events.css, pixels. */
export const ROW_HEIGHT = { wide: 30, narrow: 54 } as const;

export function idOfRow({ order }: Entry): string {
  return `event-${order}`;
}
