import { type Desk } from '../desk.js';
import { type Entry, type EventEntry } from './entry.js';

/** The event `by` steps from the selected one, in the order of the screen: newest first, without gaps. */
export function neighbour(
  shown: readonly Entry[],
  selected: EventEntry | undefined,
  by: number,
): EventEntry | undefined {
  const step = -Math.sign(by);
  const from = selected ? shown.findIndex(({ order }) => order >= selected.order) : shown.length;
  let left = Math.abs(by);
  let last: EventEntry | undefined;
  for (let index = from + step; index >= 0 && index < shown.length && left > 0; index += step) {
    const entry = shown[index]!;
    if (entry.kind !== 'event') continue;
    last = entry;
    left -= 1;
  }
  return last ?? selected;
}

/** Selects another event, as far away; the details stay open if they are. */
export function step(desk: Desk, by: number): void {
  const next = neighbour(desk.events.get().shown, desk.selected.get(), by);
  if (next) desk.select(next, desk.open.get());
}
