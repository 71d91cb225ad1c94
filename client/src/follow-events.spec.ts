import {
  at,
  event,
  gap,
  goodbye,
  heartbeat,
  ScriptedService,
  snapshot,
  stream,
  token,
} from '../test-support/scripted-service.js';
import { type ConnectionState } from './connection-state.js';
import { type FollowOptions } from './follow-options.js';
import { followEvents } from './follow-events.js';
import { SilenceWatch } from './silence-watch.js';
import { type StreamItem } from './stream-item.js';

const END = goodbye('revoked', false);

async function follow(service: ScriptedService, options: Partial<FollowOptions> = {}) {
  const items: StreamItem[] = [];
  const states: ConnectionState[] = [];
  const all: FollowOptions = {
    baseUrl: 'http://ops.test',
    credential: 'a-credential',
    backoff: { random: () => 0 },
    onState: (state) => states.push(state),
    fetch: service.fetch,
    ...options,
  };
  for await (const item of followEvents(all)) items.push(item);
  const events = items.flatMap((item) => (item.kind === 'event' ? [item.event.event_id] : []));
  const reasons = states.flatMap((state) => (state.state === 'waiting' ? [state.interruption.reason] : []));
  const delays = states.flatMap((state) => (state.state === 'waiting' ? [state.delayMs] : []));
  return { items, states: states.map(({ state }) => state), events, reasons, delays };
}

describe('followEvents', () => {
  it('has a token issued with the credential in a header, and sends the stream route only the token', async () => {
    const service = new ScriptedService({ streams: [stream([snapshot(1), event(2), END])] });
    const { items, states } = await follow(service, {
      filter: { modules: ['a', 'b'], severities: ['error'] },
      snapshot: 3,
    });
    expect(items.map(({ kind }) => kind)).toEqual(['snapshot', 'event', 'goodbye']);
    expect(states).toEqual(['connecting', 'open', 'closed']);
    expect(service.issued[0]?.method).toBe('POST');
    expect(service.issued[0]?.headers.get('x-vx11-token')).toBe('a-credential');
    expect(service.opened[0]?.url.search).toBe('?token=t1&severity=error&module=a%2Cb&snapshot=3');
    expect([...(service.opened[0]?.headers.keys() ?? [])]).toEqual(['accept']);
  });

  it('resumes after the last position with another token, and delivers nothing twice', async () => {
    const streams = [
      stream([snapshot(1), event(2), event(3)]),
      stream([event(3), event(4)], 'cut'),
      stream([event(5), END]),
    ];
    const service = new ScriptedService({ streams });
    const { events, reasons } = await follow(service);
    expect(events).toEqual(['e2', 'e3', 'e4', 'e5']);
    expect(reasons).toEqual(['ended', 'cut']);
    expect(service.queries('last_event_id')).toEqual([null, at(3), at(4)]);
    expect(service.queries('token')).toEqual(['t1', 't2', 't3']);
  });

  it('resumes after the position of a heartbeat or of a message of an unknown type', async () => {
    const foreign = `id: ${at(9)}\nevent: from.tomorrow\ndata: {}\n\n`;
    const streams = [stream([snapshot(1), heartbeat(7)]), stream([foreign]), stream([END])];
    const service = new ScriptedService({ streams });
    await follow(service);
    expect(service.queries('last_event_id')).toEqual([null, at(7), at(9)]);
  });

  it('begins after a given position', async () => {
    const service = new ScriptedService({ streams: [stream([event(5), event(6), END])] });
    const { events } = await follow(service, { lastEventId: at(5) });
    expect(service.queries('last_event_id')).toEqual([at(5)]);
    expect(events).toEqual(['e6']);
  });

  it('delivers a gap, and no event twice that a rewound log replays', async () => {
    const replay = [gap(0, 'log_rewound'), event(1), event(2), event(3, at(3, 'abc', 9_000)), END];
    const service = new ScriptedService({ streams: [stream([event(1), event(2), event(3)]), stream(replay)] });
    const { items } = await follow(service, { lastEventId: at(0) });
    const seen = items.map((item) => (item.kind === 'event' ? item.position : item.kind));
    expect(seen).toEqual([at(1), at(2), at(3), 'gap', at(3, 'abc', 9_000), 'goodbye']);
    expect(items[3]).toMatchObject({ reason: 'log_rewound', missedFrom: at(1), resumedAt: at(0) });
  });

  it('delivers no event of the snapshot again when a rewound log replays all that it has', async () => {
    const replay = [gap(0, 'log_rewound'), ...[1, 2, 3].map((n) => event(n)), event(5, at(4, 'abc', 9_000)), END];
    const service = new ScriptedService({ streams: [stream([snapshot(4, [2, 3, 4])], 'cut'), stream(replay)] });
    const { items } = await follow(service);
    const seen = items.map((item) => (item.kind === 'event' ? item.event.event_id : item.kind));
    expect(seen).toEqual(['snapshot', 'gap', 'e1', 'e5', 'goodbye']);
  });

  it('never delivers an incomplete message', async () => {
    const half = `id: ${at(3)}\ndata: {"event_id":"e3"`;
    const service = new ScriptedService({ streams: [stream([event(2), half]), stream([event(3), END])] });
    const { events } = await follow(service);
    expect(events).toEqual(['e2', 'e3']);
    expect(service.queries('last_event_id')).toEqual([null, at(2)]);
  });

  it('gives every item a position, also if the service sends none', async () => {
    const { items } = await follow(new ScriptedService({ streams: [stream([event(2)]), stream([END])] }));
    expect(items.map(({ position }) => position)).toEqual([at(2), at(2)]);
  });

  it('reconnects no earlier than a goodbye asks', async () => {
    const service = new ScriptedService({
      streams: [stream([event(1), goodbye('draining', true, 40)], 'hang'), stream([END])],
    });
    const { delays, reasons } = await follow(service);
    expect([delays, reasons]).toEqual([[40], ['goodbye']]);
  });

  it('closes a connection on which nothing arrives for 2.5 heartbeats', async () => {
    const service = new ScriptedService({ streams: [stream([event(1)], 'hang'), stream([event(2), END])] });
    const begun = performance.now();
    const { reasons, events } = await follow(service, { heartbeatMs: 40 });
    expect([reasons, events]).toEqual([['silent'], ['e1', 'e2']]);
    expect(performance.now() - begun).toBeGreaterThanOrEqual(98);
  });

  it('does not close the connection because its own reader is slow', async () => {
    const service = new ScriptedService({ streams: [stream([event(1), event(2), END])] });
    const states: string[] = [];
    const options = { baseUrl: 'http://ops.test', credential: 'c', heartbeatMs: 10, fetch: service.fetch };
    for await (const item of followEvents({ ...options, onState: ({ state }) => states.push(state) })) {
      void item;
      // As long as a silent connection is kept.
      await new SilenceWatch(25).within(new Promise(() => undefined)).catch(() => undefined);
    }
    expect(states).toEqual(['connecting', 'open', 'closed']);
  });

  it.each(['connecting', 'open', 'waiting'])('ends without an error when it is aborted while %s', async (during) => {
    const service = new ScriptedService({ streams: [stream([event(1)], 'hang')] });
    if (during === 'connecting') service.script.streams.length = 0;
    if (during === 'waiting') service.script.streams[0] = stream(['retry: 60000\n\n']);
    const controller = new AbortController();
    const states: string[] = [];
    const onState = ({ state }: ConnectionState) => {
      states.push(state);
      // Not within the call, but when the client waits for something.
      if (state === during) setImmediate(() => controller.abort());
    };
    await follow(service, { signal: controller.signal, onState });
    expect(states.slice(-2)).toEqual([during, 'closed']);
  });

  it('closes the connection when the loop is left', async () => {
    let aborted = false;
    const service = new ScriptedService({ streams: [] });
    const fetch: typeof service.fetch = (input, init) => {
      if (!String(input instanceof Request ? input.url : input).includes('/stream')) return service.fetch(input, init);
      init?.signal?.addEventListener('abort', () => (aborted = true));
      return Promise.resolve(stream([event(1), event(2)], 'hang')(init?.signal ?? new AbortController().signal));
    };
    for await (const item of followEvents({ baseUrl: 'http://ops.test', credential: 'c', fetch })) {
      if (item.kind === 'event') break;
    }
    expect(aborted).toBe(true);
  });

  it('uses the tokens of `options.token` instead of a credential', async () => {
    const service = new ScriptedService({ streams: [stream([END])] });
    const mine = () => Promise.resolve({ sse_token: 'mine', expires_in_sec: 60 });
    await follow(service, { token: mine });
    expect(service.issued).toHaveLength(0);
    expect(service.queries('token')).toEqual(['mine']);
  });

  it('calls the function for the credential before each token, so that it can be rotated', async () => {
    const service = new ScriptedService({
      tokens: [token('a'), token('b')],
      streams: [stream([event(1)]), stream([END])],
    });
    const credentials = ['old', 'new'];
    await follow(service, { credential: () => credentials.shift() ?? 'none' });
    expect(service.issued.map(({ headers }) => headers.get('x-vx11-token'))).toEqual(['old', 'new']);
  });
});
