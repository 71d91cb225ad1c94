import { type FollowOptions } from '../follow-options.js';
import { type StreamItem } from '../stream-item.js';
import { type Delivered } from './delivered.js';
import { type Follow } from './follow.js';
import { type RecentItems } from './recent-items.js';

/**
 * Yields what the service has after the position of this tab, until the tab can go on with what its group keeps. Returns whether
 * the stream has ended for good before.
 */
export async function* catchUp(
  recent: RecentItems,
  delivered: Delivered,
  options: FollowOptions,
  follow: Follow,
  signal: AbortSignal,
): AsyncGenerator<StreamItem, boolean, undefined> {
  let { position } = delivered;
  const onState: FollowOptions['onState'] = (state) => {
    if (state.state !== 'closed') options.onState?.(state);
  };
  const alone = { share: false, pauseWhenHiddenMs: undefined, lastEventId: position, signal, onState };
  for await (const item of follow({ ...options, ...alone })) {
    const fresh = delivered.take(item, item.position !== position);
    position = item.position;
    if (fresh) yield fresh;
    if (signal.aborted || recent.find(delivered.position) !== undefined) return false;
  }
  return !signal.aborted;
}
