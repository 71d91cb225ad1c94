// Behind a proxy that holds streams back a page would show nothing at all. The history has the same events, and nothing may be lost or
// come twice when the client changes from one to the other.
import {
  at,
  event,
  goodbye,
  page,
  refusal,
  ScriptedService,
  snapshot,
  stream,
} from '../../test-support/scripted-service.js';
import { type ConnectionState } from '../connection-state.js';
import { followEvents } from '../follow-events.js';
import { type FollowOptions } from '../follow-options.js';
import { type StreamItem } from '../stream-item.js';

const END = goodbye('revoked', false);
/** A stream of which no byte arrives. */
const HELD_BACK = stream([], 'hang');

async function follow(service: ScriptedService, options: Partial<FollowOptions> = {}) {
  const items: StreamItem[] = [];
  const states: ConnectionState[] = [];
  const all: FollowOptions = {
    baseUrl: 'http://ops.test',
    credential: 'a-credential',
    heartbeatMs: 20,
    backoff: { random: () => 0 },
    onState: (state) => states.push(state),
    fetch: service.fetch,
    ...options,
  };
  for await (const item of followEvents(all)) items.push(item);
  const seen = items.flatMap((item) => {
    if (item.kind === 'snapshot') return item.events.map(({ event_id: id }) => `snapshot ${id}`);
    return item.kind === 'event' ? [item.event.event_id] : [item.kind];
  });
  return { seen, items, states: states.map(({ state }) => state) };
}

describe('polling', () => {
  it('begins when no byte of a stream arrives, yields what a stream would, and the stream goes on after it', async () => {
    const service = new ScriptedService({
      // What was polled before it comes again.
      streams: [HELD_BACK, HELD_BACK, stream([3, 4, 5, 6].map((n) => event(n)).concat(END))],
      pages: [page([1, 2], at(2)), page([3, 4], at(4)), page([5], at(5))],
    });
    const { seen, states } = await follow(service);
    expect(seen).toEqual(['snapshot e1', 'snapshot e2', 'e3', 'e4', 'e5', 'e6', 'goodbye']);
    expect([...new Set(states)]).toEqual(['connecting', 'polling', 'open', 'closed']);
    expect(service.queries('last_event_id')[0]).toBeNull();
    expect(service.polled.slice(0, 3).map(({ url }) => url.search)).toEqual([
      '?limit=5',
      `?after=${at(2)}&limit=200`,
      `?after=${at(4)}&limit=200`,
    ]);
    expect(service.polled[0]?.headers.get('x-vx11-token')).toBe('a-credential');
  });

  it('continues where a stream was cut, and tells a gap', async () => {
    const told = { reason: 'trimmed', missed_from: at(2), resumed_at: at(7) };
    const service = new ScriptedService({
      streams: [stream([snapshot(1), event(2)], 'cut'), HELD_BACK, stream([event(9), END])],
      pages: [page([8], at(8), told)],
    });
    const { seen, items } = await follow(service);
    expect(seen).toEqual(['snapshot e1', 'e2', 'gap', 'e8', 'e9', 'goodbye']);
    expect(items[2]).toEqual({ kind: 'gap', position: at(7), reason: 'trimmed', missedFrom: at(2), resumedAt: at(7) });
    expect(service.polled[0]?.url.searchParams.get('after')).toBe(at(2));
  });

  it('asks for the rest at once when a response is full, and for the same events as the stream', async () => {
    const full = Array.from({ length: 200 }, (_, index) => index + 2);
    const service = new ScriptedService({
      streams: [stream([snapshot(1)], 'cut'), HELD_BACK, stream([END])],
      pages: [page(full, at(201)), page([202], at(202))],
    });
    const filter = { severities: ['error'], modules: ['a', 'b'] };
    const { seen } = await follow(service, { filter });
    expect(seen).toHaveLength(203);
    expect(service.polled[0]?.url.search).toBe(`?after=${at(1)}&limit=200&severity=error&module=a%2Cb`);
  });

  it('waits as after any failure when the history fails too, and then tries the stream', async () => {
    const service = new ScriptedService({
      streams: [HELD_BACK, stream([snapshot(1), END])],
      pages: [refusal(503, 'store_unavailable')],
    });
    const { seen, states } = await follow(service);
    expect(seen).toEqual(['snapshot e1', 'goodbye']);
    expect(states).toEqual(['connecting', 'polling', 'waiting', 'connecting', 'open', 'closed']);
  });

  it('needs a credential: with tokens from elsewhere the client tries the stream again', async () => {
    const service = new ScriptedService({ streams: [HELD_BACK, stream([snapshot(1), END])] });
    const token = () => Promise.resolve({ sse_token: 'one', expires_in_sec: 60 });
    const { states } = await follow(service, { credential: undefined, token });
    expect([states, service.polled]).toEqual([['connecting', 'waiting', 'connecting', 'open', 'closed'], []]);
  });
});
