import { setTimeout as delay } from 'node:timers/promises';
import { type RedisServer } from '../../../cluster/redis-server.js';
import { type Audience } from './audience.js';
import { shiftClock } from './page-clock.js';
import { type Site } from './site.js';

/** What is broken: the parts, and the pages that watch. */
export interface Scene {
  readonly site: Site;
  readonly redis: RedisServer;
  readonly audience: Audience;
}

/** Breaks something and mends it again. */
export interface Fault {
  readonly fault: string;
  readonly happens: (scene: Scene) => Promise<void>;
}

const REDIS_AWAY_MS = 20_000;
const NETWORK_SILENT_MS = 60_000;
const HOUR_MS = 3_600_000;

export const KILLED: Fault = {
  fault: 'the instance of the stream killed, and started again',
  happens: async ({ site, audience }) => {
    for (const victim of await site.streaming()) {
      await victim.kill();
      await audience.flows();
      await victim.restart();
    }
  },
};

export const DRAINED: Fault = {
  fault: 'the instance of the stream drained, and started again',
  happens: async ({ site, audience }) => {
    for (const leaver of await site.streaming()) {
      await leaver.restart();
      await audience.flows();
    }
  },
};

const ROLLING: Fault = {
  fault: 'all instances restarted, one after the other',
  happens: async ({ site, audience }) => {
    for (const instance of site.deployment.all) {
      await instance.restart();
      await audience.flows();
    }
  },
};

const REDIS_AWAY: Fault = {
  fault: `Redis away for ${REDIS_AWAY_MS / 1_000} seconds`,
  happens: async ({ redis }) => {
    await redis.stop();
    await delay(REDIS_AWAY_MS);
    await redis.start();
  },
};

/** What the network loses is lost, and the connections are reset when it comes back, as by a device that forgot them. */
const NETWORK_SILENT: Fault = {
  fault: `the network silent for ${NETWORK_SILENT_MS / 1_000} seconds`,
  happens: async ({ site }) => {
    site.network.swallow();
    await delay(NETWORK_SILENT_MS);
    site.network.cut();
    site.network.resume();
  },
};

/** Connections are reset after each jump, so that streams are resumed while the clocks are wrong and after they are right. */
const CLOCKS: Fault = {
  fault: 'the clocks of instances and page an hour ahead, then right again',
  happens: async ({ site, audience }) => {
    for (const byMs of [HOUR_MS, 0]) {
      for (const { pid } of site.deployment.all) process.kill(pid, 'SIGUSR2');
      for (const { tab } of audience.viewers) await shiftClock(tab, byMs);
      await audience.flows();
      site.network.cut();
      await audience.live();
    }
  },
};

export const FAULTS: readonly Fault[] = [KILLED, DRAINED, ROLLING, REDIS_AWAY, NETWORK_SILENT, CLOCKS];
