// At the address of the service there may be another server, or one between. It must get no credential that is not meant for it,
// must not look like the service, and must not fill the memory of a page.
import { type ServerResponse } from 'node:http';
import { event, goodbye } from '../test-support/scripted-service.js';
import {
  type Answer,
  bare,
  followed,
  page,
  SocketService,
  stopServices,
  stream,
} from '../test-support/socket-service.js';
import { RefusedError } from './refused-error.js';

const END = stream([goodbye('revoked', false)]);
const typed = (type: string): Answer =>
  bare(200, type === '' ? {} : { 'Content-Type': type }, goodbye('revoked', false));

/** Sends without an end, and counts the bytes that the client took. */
function endless(head: Record<string, string>, begin: string, status = 200) {
  const sent = { bytes: 0 };
  const more = (response: ServerResponse) => {
    while (response.write('x'.repeat(65_536))) sent.bytes += 65_536;
    sent.bytes += 65_536;
  };
  const answer: Answer = (response) => {
    response.writeHead(status, head).write(begin);
    response.on('drain', () => more(response));
    more(response);
  };
  return { answer, sent };
}

afterEach(stopServices);

describe.each([301, 302, 303, 307, 308])('A redirect with %i', (status) => {
  it.each(['the same', 'another'])('to %s origin is not followed, and nothing is sent there', async (where) => {
    const other = await SocketService.start();
    const to = (path: string) => bare(status, { Location: where === 'another' ? other.baseUrl + path : path });
    const issuing = await SocketService.start({ tokens: [to('/moved/sse-token')] });
    const opening = await SocketService.start({ streams: [to('/moved/stream')] });
    for (const [service, step] of [
      [issuing, 'token'],
      [opening, 'stream'],
    ] as const) {
      // prettier-ignore
      const { error } = await followed(service);
      expect(error).toBeInstanceOf(RefusedError);
      expect(error).toMatchObject({ step, kind: 'not_the_service', problem: { status } });
      expect((error as Error).message).toContain('Set baseUrl to where it leads.');
    }
    expect([other.issued, other.opened]).toEqual([[], []]);
    expect([issuing.issued.length, issuing.opened.length, opening.opened.length]).toEqual([1, 0, 1]);
  });

  it('passes, once the service has delivered something', async () => {
    const elsewhere = bare(status, { Location: 'http://127.0.0.1:1/' });
    const service = await SocketService.start({ streams: [stream([event(1)]), elsewhere, END] });
    expect(await followed(service)).toMatchObject({ error: undefined, reasons: ['ended', 'protocol'] });
  });
});

describe('A response of another type', () => {
  it.each(['', 'text/html', 'text/plain', 'application/json', 'text/event-stream-x', 'text/x-event-stream', 'x'])(
    'is no stream: %j',
    async (type) => {
      const { error, kinds } = await followed(await SocketService.start({ streams: [typed(type)] }));
      expect([(error as RefusedError).kind, kinds]).toEqual(['not_the_service', []]);
    },
  );

  it.each(['text/event-stream', 'text/event-stream;', 'Text/Event-Stream ; charset=latin1', 'text/event-stream;x'])(
    'is one with any parameters: %j',
    async (type) =>
      expect((await followed(await SocketService.start({ streams: [typed(type)] }))).kinds).toEqual(['goodbye']),
  );
});

describe('A page to sign in, with 401 or 403,', () => {
  it.each([401, 403])('is no refusal of the credential: %i', async (status) => {
    for (const script of [{ tokens: [page(status)] }, { streams: [page(status)] }]) {
      const { error } = await followed(await SocketService.start(script));
      expect(error).toMatchObject({ kind: 'not_the_service', problem: { status } });
    }
  });

  it.each([401, 403])('passes, once the service has delivered something: %i', async (status) => {
    const service = await SocketService.start({ streams: [stream([event(1)]), page(status), page(status), END] });
    expect(await followed(service)).toMatchObject({ error: undefined, reasons: ['ended', 'protocol', 'protocol'] });
  });
});

describe('A response without an end takes no more memory than its bound', () => {
  const JSON_TYPE = { 'Content-Type': 'application/json' };

  it('in place of a token', async () => {
    const { answer, sent } = endless(JSON_TYPE, '{"sse_token":"');
    const { error } = await followed(await SocketService.start({ tokens: [answer] }));
    expect(error).toMatchObject({ step: 'token', kind: 'not_the_service' });
    expect(sent.bytes).toBeLessThan(16_000_000);
  });

  it('in place of a problem', async () => {
    const { answer, sent } = endless(JSON_TYPE, '{"detail":"', 400);
    const { error } = await followed(await SocketService.start({ streams: [answer] }));
    expect(error).toMatchObject({ kind: 'request', problem: { status: 400, detail: undefined } });
    expect(sent.bytes).toBeLessThan(16_000_000);
  });

  it('in place of a message', async () => {
    const { answer, sent } = endless({ 'Content-Type': 'text/event-stream' }, 'data: ');
    const service = await SocketService.start({ streams: [answer, END] });
    expect(await followed(service)).toMatchObject({ error: undefined, reasons: ['protocol'] });
    expect(sent.bytes).toBeLessThan(32_000_000);
  });
});
