import { type EventsView } from './event-store.js';

/** Why the list is empty. */
export type Emptiness = 'held' | 'filtered' | 'unconnected' | 'quiet';

/** `filtered`: whether there is a filter. */
export function emptinessOf(
  { waiting, gapsWaiting, kept }: EventsView,
  filtered: boolean,
  connected: boolean,
): Emptiness {
  // What waits has arrived, whatever else is the case.
  if (waiting + gapsWaiting > 0) return 'held';
  if (kept > 0 && filtered) return 'filtered';
  return connected ? 'quiet' : 'unconnected';
}
