import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Histogram, type HistogramState } from './histogram.js';
import { Page, type PageSurroundings } from './page.js';
import { type RequestSpec, type StreamSpec } from './requests.js';
import { TokenDesk } from './token-desk.js';

const POLL_MS = 50;
/** Token requests of a process that are under way at once. */
const ASKING_AT_ONCE = 8;
const RENEW_AFTER_MS = 1_000;
/** Addresses from which all pages connect. */
const SOURCES = 200;
/** How long an instance that took no request is left out, as nginx does it. */
const LEFT_OUT_MS = 10_000;

export interface PagePlan {
  /** How many pages there are in this process, and the number of the first of them among all. */
  count: number;
  first: number;
  /** The request for a stream at each instance, and the one for a token. */
  streams: StreamSpec[];
  tokens: RequestSpec[];
}

export interface PagesReport {
  live: number;
  events: number;
  missing: number;
  repeated: number;
  gaps: number;
  /** How often each status came to a request for a stream; 0: the connection was refused or cut before it. */
  statuses: Record<number, number>;
  /** How often a token could not be had, by status; 0: the connection was cut. */
  unissued: Record<number, number>;
  latency: HistogramState;
}

/** All pages of one process of the generator. */
export class PagePool implements PageSurroundings {
  readonly tally = { events: 0, missing: 0, repeated: 0, latency: new Histogram() };
  private pages: Page[] = [];
  private streams: StreamSpec[] = [];
  private desk?: TokenDesk;
  private turn = 0;
  private first = 0;
  private statuses: Record<number, number> = {};
  private leftOutUntil: number[] = [];
  /** Refused pages get their tokens one after the other. */
  private renewing: Promise<unknown> = Promise.resolve();

  /** Makes the pages, none of which is loaded yet. */
  make({ count, first, streams, tokens }: PagePlan): void {
    this.streams = streams;
    this.turn = first;
    this.first = first;
    this.desk = new TokenDesk(tokens);
    this.pages = Array.from({ length: count }, (_, index) => {
      const number = first + index;
      const cookie = randomBytes(32).toString('base64url');
      return new Page(this, { address: addressOf(number), source: sourceOf(number), cookie });
    });
  }

  /** Loads the first `most` pages at once: each asks for a token and opens its stream with it. Returns once all have their tokens, or after `timeoutMs`. */
  async load({ most, timeoutMs }: { most: number; timeoutMs: number }): Promise<void> {
    let next = 0;
    const deadline = Date.now() + timeoutMs;
    const lane = async (number: number) => {
      while (next < Math.min(most, this.pages.length) && Date.now() < deadline) {
        const index = next++;
        const token = await this.tokenFor(index, number, deadline);
        if (token !== undefined) (this.pages[index] as Page).load(token);
      }
    };
    await Promise.all(Array.from({ length: ASKING_AT_ONCE }, (_, number) => lane(number)));
  }

  leaveAll(): void {
    for (const page of this.pages) page.leave();
  }

  /** Sets all counts to zero. `sequence` is the next event; -1: any. */
  begin(sequence: number): void {
    Object.assign(this.tally, { events: 0, missing: 0, repeated: 0 });
    this.tally.latency.reset();
    this.statuses = {};
    if (this.desk) this.desk.failures = {};
    if (sequence >= 0) for (const page of this.pages) page.scanner.expected = sequence;
  }

  /** Waits until all have a stream. Returns how many have one, and when the last one got it, µs of the shared clock. */
  async awaitLive(timeoutMs: number): Promise<{ live: number; lastAt: number }> {
    await this.until(({ liveAt }) => liveAt > 0, timeoutMs);
    const lastAt = this.pages.reduce((last, { liveAt }) => Math.max(last, liveAt), 0);
    return { live: this.live(), lastAt };
  }

  /** Waits until all have every event before `sequence`. Returns how many do not after `timeoutMs`. */
  async awaitSequence(sequence: number, timeoutMs: number): Promise<number> {
    const has = ({ scanner }: Page) => scanner.expected >= sequence;
    await this.until(has, timeoutMs);
    return this.pages.filter((page) => !has(page)).length;
  }

  report(): PagesReport {
    const { events, missing, repeated, latency } = this.tally;
    const gaps = this.pages.reduce((sum, page) => sum + page.gaps, 0);
    const unissued = this.desk?.failures ?? {};
    return {
      live: this.live(),
      events,
      missing,
      repeated,
      gaps,
      statuses: this.statuses,
      unissued,
      latency: latency.state(),
    };
  }

  get instances(): number {
    return this.streams.length;
  }

  nextInstance(): number {
    const now = Date.now();
    const turns = this.streams.map(() => this.turn++ % this.streams.length);
    const chosen = turns.findIndex((index) => now >= (this.leftOutUntil[index] ?? 0));
    if (chosen < 0) return turns[0] as number;
    this.turn -= turns.length - 1 - chosen;
    return turns[chosen] as number;
  }

  streamAt(instance: number): StreamSpec {
    return this.streams[instance] as StreamSpec;
  }

  leaveOut(instance: number): void {
    this.leftOutUntil[instance] = Date.now() + LEFT_OUT_MS;
  }

  responded(status: number): void {
    this.statuses[status] = (this.statuses[status] ?? 0) + 1;
  }

  refused(page: Page): void {
    const index = this.pages.indexOf(page);
    this.renewing = this.renewing.then(async () => {
      const token = await this.tokenFor(index, ASKING_AT_ONCE, Infinity);
      if (token !== undefined) page.renew(token);
    });
  }

  /** Asks until a token is had, or the deadline is over. */
  private async tokenFor(index: number, lane: number, deadline: number): Promise<string | undefined> {
    let token: string | undefined;
    while ((token = await this.desk?.ask(lane, addressOf(this.first + index))) === undefined && Date.now() < deadline)
      await sleep(RENEW_AFTER_MS);
    return token;
  }

  private live(): number {
    return this.pages.reduce((sum, { liveAt }) => sum + (liveAt > 0 ? 1 : 0), 0);
  }

  private async until(isSo: (page: Page) => boolean, timeoutMs: number): Promise<void> {
    const deadline = Date.now() + timeoutMs;
    while (!this.pages.every(isSo) && Date.now() < deadline) await sleep(POLL_MS);
  }
}

/**
 * Pages connect from many addresses. Of one address more than 14,000 connections to an instance would need more of the kernel than of the
 * page: it searches half of all ports, one after the other, for one that is free.
 */
function sourceOf(index: number): string {
  return `127.0.1.${1 + (index % SOURCES)}`;
}

/** Each page has an address of its own. */
function addressOf(index: number): string {
  return `10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`;
}
