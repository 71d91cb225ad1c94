// What a client does when its connection fails shows only on real sockets: a stand-in for `fetch` fails as its author imagined.
import { type InterruptionReason } from './interruption.js';
import { type ServerResponse } from 'node:http';
import { constants, createGzip } from 'node:zlib';
import { at, event, goodbye, heartbeat } from '../test-support/scripted-service.js';
import { type ConnectionState } from './connection-state.js';
import { issueToken } from './issue-token.js';
import {
  bare,
  type Script,
  followed,
  page,
  SocketService,
  stay,
  stopServices,
  stream,
} from '../test-support/socket-service.js';

const END = stream([goodbye('revoked', false)]);
/** On a busy machine what would succeed can be too late too. */
const ENDS = Array.from({ length: 9 }, () => END);
/** 2.5 of them, 500 ms, without anything end a connection: enough for a busy machine to send something. */
const UNHURRIED = { heartbeatMs: 200 };

/** Sends these pieces one after the other, `everyMs` apart, for as long as the connection lasts. */
function trickle(response: ServerResponse, pieces: readonly string[], everyMs: number): void {
  let sent = 0;
  const timer = setInterval(() => response.write(pieces[sent++ % pieces.length]), everyMs);
  response.on('close', () => clearInterval(timer));
}

afterEach(stopServices);

describe('A connection that ends', () => {
  it('in the middle of a line costs no event, and none comes twice', async () => {
    const half = `id: ${at(3)}\ndata: {"event_id":"e3","eve`;
    const service = await SocketService.start({
      streams: [
        stream([event(1), event(2), half], (response) => response.socket?.resetAndDestroy()),
        stream([event(3)], (response) => response.destroy()),
        END,
      ],
    });
    const { events, reasons } = await followed(service, { lastEventId: at(0) });
    expect([events, reasons]).toEqual([['e1', 'e2', 'e3'], ['cut', 'cut']]); // prettier-ignore
    expect(service.queries('last_event_id')).toEqual([at(0), at(2), at(3)]);
    expect(service.queries('token')).toEqual(['t1', 't2', 't3']);
  });

  it('resumes after the last position, also after one without data', async () => {
    const service = await SocketService.start({
      streams: [stream([event(1), `id: ${at(7)}\n\n`]), stream(['\n']), END],
    });
    await followed(service);
    expect(service.queries('last_event_id')).toEqual([null, at(7), at(7)]);
  });

  it('keeps its last id for messages of the next one that have none', async () => {
    const service = await SocketService.start({
      streams: [stream([event(1)]), stream(['event: x\ndata: 1\n\n']), END],
    });
    expect((await followed(service)).positions).toEqual([at(1), at(1), at(1)]);
  });

  it('begins anew if the service takes the last id back', async () => {
    const service = await SocketService.start({ streams: [stream([event(1), 'id\n\n']), END] });
    await followed(service);
    expect(service.queries('last_event_id')).toEqual([null, null]);
  });

  it('with 204 was the last one, as the standard says', async () => {
    const service = await SocketService.start({ streams: [stream([event(1)]), bare(204), END] });
    expect(await followed(service)).toMatchObject({ error: undefined, events: ['e1'], reasons: ['ended'] });
    expect(service.opened).toHaveLength(2);
  });

  it('soon after each start leads to longer and longer waits, and one that lasts to a short wait again', async () => {
    const lasts = (response: ServerResponse) => setTimeout(() => response.end(), 1_500);
    const service = await SocketService.start({
      streams: [stream([event(1)]), stream([event(2)]), stream([event(3)], lasts), END],
    });
    const { delays } = await followed(service, { backoff: { baseMs: 400, random: () => 1 } });
    expect(delays).toEqual([400, 800, 400]);
  });

  it.each([
    ['retry: 0\n\n', 0],
    ['retry: 25\n\n', 25],
    [`retry: ${'9'.repeat(400)}\n\n`, 600_000],
  ])('waits as long as the service asked, ten minutes at most: %s', async (frame, expected) => {
    const service = await SocketService.start({ streams: [stream([frame, event(1)]), END] });
    const controller = new AbortController();
    const delays: number[] = [];
    const onState = (state: ConnectionState) => {
      if (state.state !== 'waiting') return;
      delays.push(state.delayMs);
      if (state.delayMs === 600_000) controller.abort();
    };
    expect(await followed(service, { onState, signal: controller.signal })).toMatchObject({ error: undefined });
    expect(delays).toEqual([expected]);
  });
});

describe('A connection on which nothing comes', () => {
  it.each<[string, Script, InterruptionReason?]>([
    ['no response to the request for a token', { tokens: [stay], streams: ENDS }],
    ['half a token', { tokens: [stream(['{"sse_tok'], stay)], streams: ENDS }],
    ['no response to the request for the stream', { streams: [stay, ...ENDS] }, 'buffered'],
    ['no byte after the head', { streams: [stream([''], stay), ...ENDS] }, 'buffered'],
    ['no byte after an event', { streams: [stream([event(1)], stay), ...ENDS] }],
    ['half an error', { streams: [stream(['{'], stay), ...ENDS] }],
  ])('is ended, and its token is not sent again: %s', async (_name, script, reason = 'silent') => {
    const service = await SocketService.start(script);
    const { baseUrl } = service;
    // Without a credential nothing is polled, whose failure would be a reason too.
    const token = (signal: AbortSignal) => issueToken({ baseUrl, credential: 'the-credential', signal });
    const { error, reasons } = await followed(service, { ...UNHURRIED, credential: undefined, token });
    expect(error).toBeUndefined();
    expect(reasons).toContain(reason);
    const tokens = service.queries('token');
    expect(new Set(tokens).size).toBe(tokens.length);
  });

  it.each([
    ['comments of a proxy whose service is dead', [':\n']],
    ['a line, one byte after the other', ['x']],
    ['empty lines', ['\n']],
  ])('is ended although it trickles: %s', async (_name, pieces) => {
    const service = await SocketService.start({
      streams: [stream([event(1)], (r) => trickle(r, pieces, 10)), ...ENDS],
    });
    const { events, reasons } = await followed(service, UNHURRIED);
    expect(events).toEqual(['e1']);
    expect(reasons).toContain('silent');
  });

  it('is kept while a long message comes slowly', async () => {
    const long = event(1).replace('"summary":"s1"', `"summary":"${'s'.repeat(12_000)}"`) + goodbye('revoked', false);
    const pieces = long.match(/[^]{1,400}/g) ?? [];
    const service = await SocketService.start({ streams: [stream([''], (response) => trickle(response, pieces, 25))] });
    expect(await followed(service, UNHURRIED)).toMatchObject({ kinds: ['event', 'goodbye'], reasons: [] });
  });

  it('is kept while heartbeats come', async () => {
    const beats = Array.from({ length: 20 }, (_, n) => heartbeat(n + 1));
    const service = await SocketService.start({
      streams: [stream([''], (response) => trickle(response, [...beats, goodbye('revoked', false)], 40))],
    });
    expect(await followed(service, UNHURRIED)).toMatchObject({ error: undefined, reasons: [] });
  });

  it.each(['fetch', 'token'] as const)('ends when it is aborted, although the own `%s` does not', async (name) => {
    const service = await SocketService.start();
    const controller = new AbortController();
    const never = () => {
      controller.abort();
      return new Promise<never>(() => undefined);
    };
    expect(await followed(service, { [name]: never, signal: controller.signal })).toMatchObject({ error: undefined });
  });
});

describe('A service that', () => {
  it('compresses its stream is read as it comes', async () => {
    const service = await SocketService.start({
      streams: [
        (response) => {
          response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Content-Encoding': 'gzip' });
          const gzip = createGzip({ flush: constants.Z_SYNC_FLUSH });
          gzip.pipe(response);
          gzip.write(event(1));
          // Nothing more until the client has gone: what came must be delivered before.
        },
      ],
    });
    const controller = new AbortController();
    const onState = ({ state }: { readonly state: string }) =>
      state === 'open' && setImmediate(() => controller.abort());
    expect(await followed(service, { onState, signal: controller.signal })).toMatchObject({ events: ['e1'] });
  });

  it.each([500, 502, 503, 504])('is behind a proxy that responds with a page and %i is tried again', async (status) => {
    const service = await SocketService.start({ tokens: [page(status)], streams: [page(status), END] });
    expect(await followed(service)).toMatchObject({ error: undefined, reasons: ['status', 'status'] });
    expect(service.issued).toHaveLength(2);
  });

  it('names a date until which to wait means it by its own clock', async () => {
    const now = Date.now() + 3_600_000;
    const date = (ms: number) => new Date(ms).toUTCString();
    const headers = { Date: date(now), 'Retry-After': date(now + 1_000) };
    const service = await SocketService.start({ streams: [page(503, headers), END] });
    expect((await followed(service)).delays).toEqual([1_000]);
  });

  it('is not there yet is tried again', async () => {
    const service = await SocketService.start({ streams: [END] });
    let fails = 3;
    const closed = (url: URL | RequestInfo, init?: RequestInit) =>
      fetch(fails-- > 0 ? 'http://127.0.0.1:1/' : url, init);
    expect((await followed(service, { fetch: closed })).reasons).toEqual(['network', 'network', 'network']);
  });
});
