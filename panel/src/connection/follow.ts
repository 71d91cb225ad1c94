import { type ConnectionState, followEvents, type FollowOptions, RefusedError, type StreamItem } from '#client';
import { type Value } from '../value.js';
import { reasonOfGoodbye, reasonOfInterruption, reasonOfPolling, reasonOfRefusal } from './reasons.js';
import { type Status } from './status.js';

export interface Following {
  readonly options: FollowOptions;
  readonly status: Value<Status>;
  /** Called for every item, heartbeats included. */
  readonly onItem: (item: StreamItem) => void;
}

/** Follows the events until `options.signal` aborts, and keeps `status` true. */
export async function follow({ options, status, onItem }: Following): Promise<void> {
  let established = false;
  let farewell: string | undefined;
  const onState = (state: ConnectionState) => {
    const next = statusOf(state, established);
    if (next) status.set(next);
  };
  try {
    for await (const item of followEvents({ ...options, onState })) {
      established = true;
      if (item.kind === 'goodbye' && !item.reconnect) farewell = item.reason;
      onItem(item);
    }
    if (!options.signal?.aborted) status.set(endOf(farewell ?? 'closed'));
  } catch (error) {
    if (options.signal?.aborted) return;
    if (!(error instanceof RefusedError)) throw error;
    status.set({ kind: 'refused', reason: reasonOfRefusal(error), credential: error.kind === 'credential' });
  }
}

/** The status for a state of the client; undefined if the end of the iteration tells it better. */
function statusOf(state: ConnectionState, established: boolean): Status | undefined {
  switch (state.state) {
    case 'connecting':
      return { kind: 'connecting' };
    case 'open':
      return { kind: 'open' };
    case 'waiting':
      return {
        kind: 'waiting',
        until: Date.now() + state.delayMs,
        reason: reasonOfInterruption(state.interruption, established),
      };
    case 'polling':
      return { kind: 'polling', reason: reasonOfPolling(state.interruption) };
    case 'paused':
      return { kind: 'paused' };
    case 'closed':
      return undefined;
  }
}

function endOf(reason: string): Status {
  return { kind: reason === 'superseded' ? 'superseded' : 'ended', reason: reasonOfGoodbye(reason) };
}
