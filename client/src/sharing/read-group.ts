import { type FollowOptions } from '../follow-options.js';
import { eventKey, type OperatorEvent } from '../operator-event.js';
import { type SnapshotItem, type StreamItem } from '../stream-item.js';
import { catchUp } from './catch-up.js';
import { type Delivered } from './delivered.js';
import { type Follow } from './follow.js';
import { type Member } from './member.js';
import { type RecentItems } from './recent-items.js';

/**
 * Yields what is new to this tab of what its group receives. Where the tab is too far behind, it catches up by a stream of its own.
 * Returns whether the stream has ended for good; false when `signal` aborts.
 */
export async function* readGroup(
  member: Member,
  delivered: Delivered,
  options: FollowOptions,
  follow: Follow,
  signal: AbortSignal,
): AsyncGenerator<StreamItem, boolean, undefined> {
  const { recent } = member;
  let apart = false;
  while (!signal.aborted) {
    if (recent.base === undefined) {
      if (member.end) return endOf(member);
      await member.changed();
      continue;
    }
    const { round } = recent;
    let index = apart ? undefined : recent.find(delivered.position);
    apart = false;
    if (index === undefined && delivered.position === '') {
      const snapshot = snapshotOf(recent, options.snapshot ?? 5);
      index = snapshot && recent.next;
      if (snapshot) yield delivered.take(snapshot, true)!;
    }
    if (index === undefined) {
      if (yield* catchUp(recent, delivered, options, follow, signal)) return true;
      member.tell();
      continue;
    }
    while (!signal.aborted && recent.round === round && index >= recent.first) {
      const entry = recent.at(index);
      if (entry === undefined) {
        if (member.end) return endOf(member);
        await member.changed();
        continue;
      }
      const next = JSON.parse(entry.text) as StreamItem;
      if (delivered.hasLost(next, entry.moves)) {
        // The group went on without a gap, because it had nothing of what was lost. Of this tab the service knows better.
        recent.forgetBefore(index);
        apart = true;
        break;
      }
      index += 1;
      const item = delivered.take(next, entry.moves);
      if (item) yield item;
    }
  }
  return false;
}

function endOf({ end }: Member): true {
  if (end?.error !== undefined) throw end.error as Error;
  return true;
}

/** Returns what the service would begin with; undefined if too few events are kept. */
function snapshotOf(recent: RecentItems, count: number): SnapshotItem | undefined {
  const from = recent.newest(count);
  if (from === undefined) return undefined;
  const events = new Map<string, OperatorEvent>();
  for (const { text } of recent.from(from)) {
    const item = JSON.parse(text) as StreamItem;
    if (item.kind === 'event') events.set(eventKey(item.event), item.event);
    if (item.kind === 'snapshot') for (const event of item.events) events.set(eventKey(event), event);
  }
  const newest = [...events.values()];
  return { kind: 'snapshot', position: recent.position, events: newest.slice(Math.max(0, newest.length - count)) };
}
