// While events are polled the page is hidden, woken up and closed, and the service asks for patience, as while a stream is open.
import { jest } from '@jest/globals';
import { LoggedService } from '../../test-support/logged-service.js';
import { at, refusal } from '../../test-support/scripted-service.js';
import { StandInPage } from '../../test-support/stand-in-page.js';
import { type ConnectionState } from '../connection-state.js';
import { followEvents } from '../follow-events.js';

const LONG = 600_000;
const page = new StandInPage();

/** Time passes only as told. */
const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);

class Reader {
  readonly seen: string[] = [];
  readonly states: ConnectionState[] = [];
  readonly #controller = new AbortController();
  readonly ended: Promise<void>;

  constructor(service: Pick<LoggedService, 'fetch'>) {
    this.ended = this.#follow(service);
  }

  /** Follows what a proxy holds back, until it polls. */
  static async polling(service: LoggedService): Promise<Reader> {
    service.hold(true);
    const reader = new Reader(service);
    while (reader.state !== 'polling') await pass(100);
    await pass(100);
    return reader;
  }

  get state(): string | undefined {
    return this.states.at(-1)?.state;
  }

  abort(): void {
    this.#controller.abort();
  }

  async #follow({ fetch }: Pick<LoggedService, 'fetch'>): Promise<void> {
    const items = followEvents({
      baseUrl: 'http://ops.test',
      credential: 'a-credential',
      pauseWhenHiddenMs: 60_000,
      backoff: { random: () => 0 },
      signal: this.#controller.signal,
      onState: (state) => this.states.push(state),
      fetch,
    });
    for await (const item of items) {
      if (item.kind === 'snapshot') this.seen.push(...item.events.map(({ event_id: id }) => id));
      if (item.kind === 'event') this.seen.push(item.event.event_id);
    }
  }
}

const numbered = (count: number) => Array.from({ length: count }, (_, index) => `e${index + 1}`);

describe('while it polls, the client', () => {
  let service: LoggedService;
  let readers: Reader[];
  const polling = async () => {
    const reader = await Reader.polling(service);
    readers.push(reader);
    return reader;
  };

  beforeEach(() => {
    jest.useFakeTimers();
    page.enter();
    page.show(true);
    service = new LoggedService();
    readers = [];
  });

  afterEach(async () => {
    for (const reader of readers) {
      reader.abort();
      await reader.ended;
    }
    page.leave();
    jest.useRealTimers();
  });

  it('asks for the rest at once when no more bytes fit into a response', async () => {
    await polling();
    service.refuses = () => {
      service.refuses = undefined;
      const large = { event_id: 'large', event_type: 't', summary: 's', module: 'm', severity: 'info' };
      return Response.json({
        events: [{ ...large, payload: { text: 'x'.repeat(1_000_000) } }],
        positions: [at(1)],
        last_event_id: at(1),
        gap: null,
      });
    };
    const { polled } = service;
    while (service.polled === polled) await pass(100);
    await pass(0);
    expect(service.polled).toBe(polled + 2);
  });

  it('tries the stream beside, and shows every event in the order of their numbers, however often the proxy changes', async () => {
    const reader = await polling();
    for (let n = 1; n <= 1_200; n++) {
      if (n % 300 === 0) service.hold(n % 600 === 0);
      service.publish();
      await pass(100);
    }
    service.hold(false);
    await pass(LONG);
    expect(reader.seen).toEqual(numbered(1_200));
    expect(reader.states.filter(({ state }) => state === 'open').length).toBeGreaterThan(1);
  });

  it('goes on polling while an attempt waits for its first byte', async () => {
    const reader = await polling();
    for (let second = 0; second < 120; second++) {
      service.publish();
      await pass(3_000);
      expect(reader.seen).toHaveLength(service.head);
    }
    expect(service.attempts).toBeGreaterThan(2);
    expect([...new Set(reader.states.map(({ state }) => state))]).toEqual(['connecting', 'polling']);
  });

  it.each([
    ['the network is back', () => page.goOnline()],
    ['the page becomes visible', () => (page.show(false), page.show(true))],
  ])('tries the stream at once when %s', async (_name, wakes) => {
    const reader = await polling();
    service.hold(false);
    wakes();
    await pass(0);
    service.publish();
    await pass(0);
    expect([reader.state, reader.seen]).toEqual(['open', ['e1']]);
  });

  it('asks for nothing while the page is hidden for long, and shows what it missed afterwards', async () => {
    const reader = await polling();
    service.publish();
    page.show(false);
    await pass(61_000);
    expect([reader.state, reader.seen]).toEqual(['paused', ['e1']]);
    const { polled, attempts } = service;
    service.publish();
    await pass(LONG);
    expect(service).toMatchObject({ polled, attempts });
    page.show(true);
    await pass(10_000);
    expect([reader.state, reader.seen]).toEqual(['polling', ['e1', 'e2']]);
  });

  it('ends when it is aborted, also in the middle of an attempt', async () => {
    for (const ms of [0, 33_000]) {
      const reader = await polling();
      await pass(ms);
      reader.abort();
      await reader.ended;
      expect(reader.state).toBe('closed');
      const { polled, attempts } = service;
      await pass(LONG);
      expect(service).toMatchObject({ polled, attempts });
    }
  });

  it('waits as long as a 429 asks, and then tries the stream', async () => {
    const reader = await polling();
    service.refuses = refusal(429, 'rate_limited', { 'Retry-After': '7' });
    while (reader.state !== 'waiting') await pass(100);
    const { attempts } = service;
    expect(reader.states.at(-1)).toMatchObject({
      state: 'waiting',
      delayMs: 7_000,
      interruption: { reason: 'status' },
    });
    service.refuses = undefined;
    service.hold(false);
    await pass(6_800);
    expect([reader.state, service.attempts]).toEqual(['waiting', attempts]);
    await pass(200);
    expect([reader.state, service.attempts]).toEqual(['connecting', attempts + 1]);
    service.publish();
    await pass(0);
    expect([reader.state, reader.seen]).toEqual(['open', ['e1']]);
  });
});
