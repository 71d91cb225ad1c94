import { type ConnectionState } from '../connection-state.js';
import { Interruption } from '../interruption.js';
import { RefusedError } from '../refused-error.js';
import { type StreamItem } from '../stream-item.js';
import { type Term } from './term.js';

/** An item as members keep it and send it: one text takes little, and a slow reader reads it when it comes to it. */
export interface Entry {
  /** The item, JSON. */
  readonly text: string;
  readonly kind: StreamItem['kind'];
  readonly position: string;
  /** Whether its position is another than that of the item before it. Events that were polled from a service of version 2 share one. */
  readonly moves: boolean;
  /** How many events it has. Infinity for a snapshot of all that there were. */
  readonly events: number;
}

/** Returns the item as an entry. `before` is the position before it, and `wanted` the size of a snapshot. */
export function entryOf(item: StreamItem, before: string, wanted: number): Entry {
  const { kind, position } = item;
  let events = kind === 'event' ? 1 : 0;
  if (kind === 'snapshot') events = item.events.length < wanted ? Infinity : item.events.length;
  return { text: JSON.stringify(item), kind, position, moves: position !== before, events };
}

/** What the members of a group say to each other. */
export type Message = Hello | LeaderMessage;

/** A member asks whether the leader is there; one that is not `joined` needs what came after `position` too. */
export interface Hello {
  readonly type: 'hello';
  readonly from: string;
  readonly joined: boolean;
  readonly position: string;
}

export type LeaderMessage = { readonly term: Term } & (
  | { readonly type: 'lead' | 'here' }
  | Welcome
  /** The next item. `number` rises by one. */
  | { readonly type: 'item'; readonly number: number; readonly entry: Entry }
  | { readonly type: 'state'; readonly state: ConnectionState }
  /** The stream has ended for good, for every member. */
  | { readonly type: 'end'; readonly error: RefusedError | undefined }
);

/** The response to a member that has not joined. */
export interface Welcome {
  readonly type: 'welcome';
  readonly to: string;
  /** Whether the entries are all that came after the position that was asked for. If not, they are what came after `base`. */
  readonly continues: boolean;
  readonly base: string;
  readonly entries: readonly Entry[];
  /** The number of the last item so far. */
  readonly number: number;
  readonly state: ConnectionState;
}

/** Returns what can be sent in place of a message: errors lose their class on the way, and causes may be anything. */
export function toWire(message: Message): Message {
  if (message.type === 'end' && message.error) {
    const { step, kind, problem } = message.error;
    return { ...message, error: plain({ step, kind, problem }) as RefusedError };
  }
  if ((message.type === 'state' || message.type === 'welcome') && 'interruption' in message.state) {
    const { reason, askedMs, problem } = message.state.interruption;
    return {
      ...message,
      state: { ...message.state, interruption: plain({ reason, askedMs, problem }) as Interruption },
    };
  }
  return message;
}

/** The opposite of `toWire`. */
export function fromWire(message: Message): Message {
  if (message.type === 'end' && message.error) {
    const { step, kind, problem } = message.error;
    return { ...message, error: new RefusedError(step, kind, problem) };
  }
  if ((message.type === 'state' || message.type === 'welcome') && 'interruption' in message.state) {
    const { reason, askedMs, problem } = message.state.interruption;
    const interruption = new Interruption(reason, askedMs, problem && { problem });
    return { ...message, state: { ...message.state, interruption } };
  }
  return message;
}

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
