import { type ConnectionState, type followEvents, type issueToken } from '#client';
import { type Tab, callIn } from './browser.js';

/** What a page has shown, in the order in which it came. Times are ms of the unix epoch, by a clock that no page moves. */
export interface Seen {
  /** The numbers of the events, and when each came. */
  readonly events: readonly (readonly [number, number])[];
  /** Everything else: gaps, goodbyes, errors and states, such as `waiting cut`. */
  readonly notes: readonly string[];
}

/** What stands in a page that counts. */
interface CountingPage {
  seen: Seen;
  readonly count: (event: { summary: string }) => void;
  readonly snapshot: (events: readonly { summary: string }[]) => void;
  readonly note: (text: string) => void;
  /** The loop asks for the next item only after this. */
  held?: Promise<void>;
  /** The client, where the page has it. */
  readonly vx11?: { followEvents: typeof followEvents; issueToken: typeof issueToken };
}

/** Lets a page count. To be called before it opens a stream. */
export function startCounting(tab: Tab): Promise<void> {
  return callIn(
    tab,
    () => {
      const { timeOrigin } = performance;
      const sinceOrigin = performance.now.bind(performance);
      const events: [number, number][] = [];
      const notes: string[] = [];
      const count = ({ summary }: { summary: string }) =>
        void events.push([Number(summary), timeOrigin + sinceOrigin()]);
      const page: CountingPage = {
        seen: { events, notes },
        count,
        snapshot: (newest) => {
          notes.push(`snapshot ${newest.length}`);
          newest.forEach(count);
        },
        note: (text) => notes.push(text),
      };
      Object.assign(window, page);
    },
    undefined,
  );
}

/** Opens an EventSource and does nothing for it but count. */
export function openNative(tab: Tab, url: string): Promise<void> {
  return callIn(
    tab,
    (address) => {
      const { count, snapshot, note } = window as unknown as CountingPage;
      const source = new EventSource(address);
      source.onmessage = ({ data }: MessageEvent<string>) => count(JSON.parse(data) as { summary: string });
      source.addEventListener('snapshot', ({ data }: MessageEvent<string>) =>
        snapshot((JSON.parse(data) as { events: { summary: string }[] }).events),
      );
      source.addEventListener('gap', ({ data }: MessageEvent<string>) =>
        note(`gap ${(JSON.parse(data) as { reason: string }).reason}`),
      );
      source.addEventListener('goodbye', ({ data }: MessageEvent<string>) =>
        note(`goodbye ${(JSON.parse(data) as { reason: string }).reason}`),
      );
      source.onerror = () => note(source.readyState === EventSource.CLOSED ? 'closed' : 'reconnecting');
    },
    url,
  );
}

/** Options of `followEvents` that can be sent to a page. */
export interface PageOptions {
  readonly baseUrl: string;
  readonly credential: string;
  /** Tokens that are used before others are issued. */
  readonly tokens?: string[];
  readonly [option: string]: unknown;
}

/** Follows by the client, which must stand in the page, until `leave()` is called in it. */
export function openClient(tab: Tab, options: PageOptions): Promise<void> {
  return callIn(
    tab,
    ({ tokens, ...given }) => {
      const { baseUrl, credential } = given;
      const page = window as unknown as CountingPage;
      const { count, snapshot, note, vx11 } = page;
      const { followEvents, issueToken } = vx11!;
      const token = async () => {
        const given = tokens!.shift();
        return given === undefined ? issueToken({ baseUrl, credential }) : { sse_token: given, expires_in_sec: 60 };
      };
      const follow = async () => {
        const onState = (now: ConnectionState) => {
          const why = now.state === 'waiting' ? now.interruption.reason : '';
          note([now.state, why, now.role ?? ''].filter((word) => word !== '').join(' '));
        };
        const controller = new AbortController();
        Object.assign(window, { leave: () => controller.abort() });
        const { signal } = controller;
        for await (const item of followEvents({ ...given, signal, onState, ...(tokens && { token }) })) {
          if (item.kind === 'event') count(item.event);
          if (item.kind === 'snapshot') snapshot(item.events);
          if (item.kind === 'gap') note(`gap ${item.reason}`);
          if (item.kind === 'goodbye') note(`goodbye ${item.reason}`);
          await page.held;
        }
      };
      void follow().then(
        () => note('ended'),
        (error: unknown) => note(`refused ${String(error)}`),
      );
    },
    options,
  );
}

export function seenBy(tab: Tab): Promise<Seen> {
  return tab.evaluate('seen');
}

/** The number of the newest event, 0 before the first. */
export function newestOf(tab: Tab): Promise<number> {
  return tab.evaluate('seen.events.length ? seen.events.at(-1)[0] : 0');
}
