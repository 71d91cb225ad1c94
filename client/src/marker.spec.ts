// The service answers a browser that comes without a cookie with a mark, and redeems its token when it comes again with it. Taken for
// a position, the mark would cost the events since the real one; lost, it would send the browser round for ever.
import { at, event, gap, goodbye, heartbeat } from '../test-support/scripted-service.js';
import { type Answer, followed, SocketService, stopServices, stream } from '../test-support/socket-service.js';

const MARK = 'id: a-mark\nretry: 0\n\n';
const END = stream([goodbye('revoked', false)]);

/** A stream whose `retry:` arrives by itself, before the first id. */
const RETRY_FIRST: Answer = (response) => {
  response.writeHead(200, { 'Content-Type': 'text/event-stream' });
  response.write('retry: 0\n\n');
  setTimeout(() => response.end(gap(0, 'unreadable') + event(1)), 100);
};

afterEach(stopServices);

describe('An id that is no position', () => {
  it('is sent back once as Last-Event-ID, with the same token, beside the position', async () => {
    const service = await SocketService.start({ streams: [stream([MARK]), stream([event(3)]), END] });
    const { events, reasons } = await followed(service, { lastEventId: at(2) });
    expect([events, reasons]).toEqual([['e3'], ['soft_refusal', 'ended']]);
    expect(service.queries('token')).toEqual(['t1', 't1', 't2']);
    expect(service.queries('last_event_id')).toEqual([at(2), at(2), at(3)]);
    expect(service.lastEventIds).toEqual([undefined, 'a-mark', undefined]);
  });

  it('is what the service sent, not what the caller began with', async () => {
    const service = await SocketService.start({ streams: [RETRY_FIRST, END] });
    const { events } = await followed(service, { lastEventId: 'start' });
    expect(events).toEqual(['e1']);
    expect(service.queries('last_event_id')).toEqual(['start', at(1)]);
    expect(service.lastEventIds).toEqual([undefined, undefined]);
  });

  it('is forgotten when a position follows it', async () => {
    const service = await SocketService.start({ streams: [stream([MARK, event(1)]), END] });
    await followed(service);
    expect(service.lastEventIds).toEqual([undefined, undefined]);
  });

  it('is no position of an item, from which a page might continue another day', async () => {
    const superseded = `id: the-end\n${goodbye('superseded', false)}`;
    const service = await SocketService.start({ streams: [stream([event(1), heartbeat(4), superseded])] });
    expect(await followed(service)).toMatchObject({
      error: undefined,
      kinds: ['event', 'heartbeat', 'goodbye'],
      positions: [at(1), at(4), at(4)],
    });
    expect(service.opened).toHaveLength(1);
  });
});
