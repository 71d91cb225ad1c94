import { type FollowOptions } from '../follow-options.js';
import { PageLife } from '../page-life.js';
import { type StreamItem } from '../stream-item.js';
import { Delivered } from './delivered.js';
import { type Follow } from './follow.js';
import { Freezing } from './freezing.js';
import { groupName, secretOf } from './group-name.js';
import { Member } from './member.js';
import { readGroup } from './read-group.js';
import { meansOfSharing } from './surroundings.js';

/**
 * Follows the stream with the other tabs that want the same: one of them, the leader, reads it, and the others read what it passes
 * on. Yields, ends and throws as `follow` does. Without Web Locks the tab has a stream of its own.
 */
export async function* shareEvents(
  options: FollowOptions,
  follow: Follow,
): AsyncGenerator<StreamItem, void, undefined> {
  const { signal, onState } = options;
  const secret = await secretOf(options);
  const means = await meansOfSharing();
  if (!means) return yield* follow({ ...options, share: false });
  const name = await groupName(options, secret);
  const delivered = new Delivered(options.lastEventId ?? '');
  const life = new PageLife(options.pauseWhenHiddenMs, signal);
  const freezing = new Freezing(means.page);
  try {
    while (!signal?.aborted) {
      if (life.paused) {
        // Who is not looked at leads no group.
        onState?.({ state: 'paused' });
        await life.resumed();
        continue;
      }
      await freezing.over;
      const stay = new AbortController();
      const member = new Member(means, name, options, follow, delivered.position, stay.signal);
      // At once: a frozen page runs nothing more, and would keep the lock.
      const leave = () => {
        stay.abort();
        member.close();
      };
      const { signal: present } = life;
      present.addEventListener('abort', leave);
      if (present.aborted) leave();
      freezing.onFreeze = leave;
      life.onWake = () => member.check();
      try {
        if (yield* readGroup(member, delivered, options, follow, stay.signal)) return;
      } finally {
        present.removeEventListener('abort', leave);
        leave();
      }
    }
  } finally {
    life.close();
    freezing.close();
    onState?.({ state: 'closed' });
  }
}
