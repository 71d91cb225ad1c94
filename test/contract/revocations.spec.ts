// All implementations of revocations must behave alike: one suite for the one in memory and the one in Redis.
import { Logger } from '@nestjs/common';
import { RedisServer } from '../../cluster/redis-server.js';
import { Generations } from '../../src/revocation/generations.js';
import { MemoryRevocations } from '../../src/revocation/revocations.memory.js';
import { REVOCATIONS_CONTRACT, type RevocationsUnderTest } from './revocations.contract.js';
import { RevokingInstance } from './support/revoking-instance.js';

Logger.overrideLogger(false);

interface Implementation {
  /** Two instances that share nothing with earlier ones, and a function that releases their resources. */
  fresh(): Promise<RevocationsUnderTest & { close(): Promise<void> }>;
  stop(): Promise<void>;
}

function memory(): Promise<Implementation> {
  const fresh = () => {
    const revocations = new MemoryRevocations(new Generations());
    return Promise.resolve({ instances: [revocations, revocations] as const, close: () => Promise.resolve() });
  };
  return Promise.resolve({ fresh, stop: () => Promise.resolve() });
}

async function redis(): Promise<Implementation> {
  const server = await RedisServer.start();
  return {
    async fresh() {
      await server.cli('FLUSHALL');
      const [a, b] = [
        await RevokingInstance.start({ REDIS_URL: server.url }),
        await RevokingInstance.start({ REDIS_URL: server.url }),
      ];
      return {
        instances: [a.revocations, b.revocations] as const,
        close: async () => void (await Promise.all([a.stop(), b.stop()])),
      };
    },
    stop: () => server.kill(),
  };
}

describe.each([
  ['memory', memory],
  ['Redis', redis],
])('revocations in %s', (_, start) => {
  let implementation: Implementation;
  beforeAll(async () => (implementation = await start()));
  afterAll(() => implementation.stop());

  it.each(REVOCATIONS_CONTRACT)('%s', async (_claim, property) => {
    const fresh = await implementation.fresh();
    await property(fresh).finally(() => fresh.close());
  });
});
