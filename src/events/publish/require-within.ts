import { covers, type Reach } from '../../principal/scope.js';
import { Refusal } from '../../problems/refusal.js';

/** How many refused events an error names. */
const NAMED_MAX = 10;

interface Placed {
  readonly module: string;
  readonly severity: string;
}

/**
 * Checks that a principal may publish all events of a call. If it may not publish one of them, none is published.
 * @throws Refusal `outside_scope`, which names the first events outside `reach`
 */
export function requireWithin(reach: Reach | undefined, events: readonly Placed[]): void {
  if (!reach) return;
  const outside = events.flatMap((event, index) => (covers(reach, event) ? [] : [`events[${index}]`]));
  if (outside.length === 0) return;
  const named = outside.slice(0, NAMED_MAX).join(', ');
  const more = outside.length > NAMED_MAX ? ` and ${outside.length - NAMED_MAX} more` : '';
  throw new Refusal(
    'outside_scope',
    events.length === 1
      ? 'The principal may not publish this event: its module or its severity is outside its scope.'
      : `The principal may not publish ${named}${more}: the module or the severity is outside its scope. None was taken.`,
  );
}
