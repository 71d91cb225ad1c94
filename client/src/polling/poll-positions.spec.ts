// A reader that stops in the middle of what was polled goes on from there, and a log that is rewound sends everything again. So each polled
// event has its own position, the same that the stream would give it.
import { at, event, gap, goodbye, oldPage, page, ScriptedService, snapshot, stream } from '../../test-support/scripted-service.js'; // prettier-ignore
import { followEvents } from '../follow-events.js';
import { type StreamItem } from '../stream-item.js';

const END = goodbye('revoked', false);
/** A stream of which no byte arrives. */
const HELD_BACK = stream([], 'hang');
const REWOUND = { reason: 'log_rewound', missed_from: at(4), resumed_at: at(0) };
/** Positions after a failover: event 4 is another one. */
const again = (n: number) => (n < 4 ? at(n) : at(n, 'abc', 9_000 + n));

/** Follows until the end, or until `last` has come. */
async function follow(script: ScriptedService['script'], last?: string) {
  const items: StreamItem[] = [];
  const options = {
    baseUrl: 'http://ops.test',
    credential: 'a-credential',
    heartbeatMs: 20,
    backoff: { random: () => 0 },
    fetch: new ScriptedService(script).fetch,
  };
  for await (const item of followEvents(options)) {
    items.push(item);
    if (item.kind === 'event' && item.event.event_id === last) break;
  }
  return items.map((item) => {
    if (item.kind === 'snapshot') return ['snapshot', ...item.events.map(({ event_id: id }) => id), item.position];
    return [item.kind === 'event' ? item.event.event_id : item.kind, item.position];
  });
}

describe('polled events', () => {
  it('have their own positions, so that a reader that stops can go on after the last one it got', async () => {
    const pages = [page([1], at(1)), page([2, 3, 4], at(9)), page([10], at(10))];
    expect(await follow({ streams: [HELD_BACK], pages }, 'e3')).toEqual([
      ['snapshot', 'e1', at(1)],
      ['e2', at(2)],
      ['e3', at(3)],
    ]);
  });

  it('of an older service have the position before them, and the last one that after it', async () => {
    const pages = [oldPage([1], at(1)), oldPage([2, 3], at(9)), oldPage([10], at(10))];
    expect(await follow({ streams: [HELD_BACK], pages }, 'e10')).toEqual([
      ['snapshot', 'e1', at(1)],
      ['e2', at(1)],
      ['e3', at(9)],
      ['e10', at(10)],
    ]);
  });

  it('are not repeated after a gap, whether they were streamed or polled before', async () => {
    const streams = [stream([snapshot(1), event(2), event(3), event(4)], 'cut'), HELD_BACK];
    const pages = [page([2, 3, 4, 5], again(5), REWOUND, again), page([2, 3, 4, 5, 6], again(6), REWOUND, again)];
    expect(await follow({ streams, pages }, 'e6')).toEqual([
      ['snapshot', 'e1', at(1)],
      ...[2, 3, 4].map((n) => [`e${n}`, at(n)]),
      ['gap', at(0)],
      ...[4, 5].map((n) => [`e${n}`, again(n)]),
      ['gap', at(0)],
      ['e6', again(6)],
    ]);
  });

  it('are not repeated by a stream that tells a gap, not even those of a polled snapshot', async () => {
    const after = stream([gap(0, 'log_rewound'), ...[1, 2, 3, 4].map((n) => event(n)), END]);
    const pages = [page([1, 2], at(2)), page([3], at(3))];
    expect(await follow({ streams: [HELD_BACK, after], pages })).toEqual([
      ['snapshot', 'e1', 'e2', at(2)],
      ['e3', at(3)],
      ['gap', at(0)],
      ['e4', at(4)],
      ['goodbye', at(4)],
    ]);
  });
});
