import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { Redis } from 'ioredis';
import { eventually } from '../../cluster/eventually.js';
import { type EventLog } from '../../src/event-log/event-log.interface.js';
import { RedisStores } from '../../src/exports/redis.js';
import { type TokenStore } from '../../src/token-store/token-store.interface.js';
import { serve } from './worker-channel.js';

// Its output is that of the bench.
Logger.overrideLogger(false);

/** Calls that are under way at once. */
const AT_ONCE = 64;
/** An event as large as those of the other suites. */
const EVENT = {
  type: 'platform.metric',
  module: 'madre',
  severity: 'info',
  json: JSON.stringify({ pad: 'x'.repeat(220) }),
};
const GRANT = { principal: 'operator', rights: ['read'] as const, issuedAt: 1_795_000_000 };
const BOUNDS = { bytes: 1e9, bytesPerPrincipal: 1e9 };

export interface StoreLoad {
  seconds: number;
  /** Events in one call. */
  batch: number;
  /** Calls a second, one after the other; absent: as many as go, 64 at once. */
  callsPerSecond?: number;
}

let stores: RedisStores[] = [];
let stopping = new AbortController();
let delivered = 0;

async function open(url: string): Promise<RedisStores> {
  const client = new Redis(url, { lazyConnect: true });
  const made = new RedisStores({ client, instanceId: `bench-${stores.length}` });
  stores.push(made);
  await eventually(() => made.health.available || undefined, { what: 'Redis to be reached' });
  return made;
}

/** Calls `work` in 64 lanes until the time is over. Returns how often it was called, and the time it took. */
async function inLanes(seconds: number, work: () => Promise<unknown>): Promise<{ calls: number; seconds: number }> {
  const startedAt = performance.now();
  let calls = 0;
  const lane = async () => {
    while (performance.now() - startedAt < seconds * 1_000) {
      await work();
      calls++;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return { calls, seconds: (performance.now() - startedAt) / 1_000 };
}

/** Calls `work` at a steady rate. */
async function atRate(seconds: number, perSecond: number, work: () => Promise<unknown>) {
  const startedAt = performance.now();
  const total = Math.round(seconds * perSecond);
  for (let call = 0; call < total; call++) {
    await sleep(Math.max(0, startedAt + (call * 1_000) / perSecond - performance.now()));
    await work();
  }
  return { calls: total, seconds: (performance.now() - startedAt) / 1_000 };
}

let log: EventLog;
let tokens: TokenStore;

const handlers = {
  async open(url: string): Promise<void> {
    const made = await open(url);
    [log, tokens] = [made.eventLog(), made.tokenStore(BOUNDS)];
  },
  /** Opens tails until there are `count`, each on connections of its own, as an instance has. */
  async follow({ url, count }: { url: string; count: number }): Promise<void> {
    while (stores.length < count) {
      const made = await open(url);
      const upToDate = new Promise<void>((resolve) => {
        const ignore = () => undefined;
        const batch = ({ length }: readonly unknown[]) => void (delivered += length);
        const listener = { started: ignore, batch, gap: ignore, upToDate: resolve };
        void made.eventLog().tail(listener, stopping.signal);
      });
      await upToDate;
    }
  },
  append: ({ seconds, batch, callsPerSecond }: StoreLoad): Promise<{ calls: number; seconds: number }> => {
    const events = Array.from({ length: batch }, () => EVENT);
    const append = () => log.append(events);
    return callsPerSecond === undefined ? inLanes(seconds, append) : atRate(seconds, callsPerSecond, append);
  },
  /** Issues and redeems. */
  tokens: ({ seconds }: Pick<StoreLoad, 'seconds'>): Promise<{ calls: number; seconds: number }> =>
    inLanes(seconds, async () => {
      const digest = randomBytes(32).toString('hex') as Parameters<TokenStore['issue']>[0];
      await tokens.issue(digest, GRANT, 60);
      await tokens.redeem(digest);
    }),
  /** Waits until the tails have got `count` events together since the last call, at most 10 s. Returns how many they got. */
  delivered: async (count: number): Promise<number> => {
    const deadline = performance.now() + 10_000;
    while (delivered < count && performance.now() < deadline) await sleep(5);
    const got = delivered;
    delivered = 0;
    return got;
  },
  close: (): void => {
    stopping.abort();
    for (const one of stores) one.close();
    [stores, stopping] = [[], new AbortController()];
  },
};

export type StoreLoadHandlers = typeof handlers;

serve(handlers);
