// All token stores must behave alike: one suite for the one in memory and the one in Redis.
import { RedisServer } from '../../cluster/redis-server.js';
import { SentinelTopology } from '../../cluster/sentinel.js';
import { type RedisService } from '../../src/redis/redis.service.js';
import { MemoryTokenStore } from '../../src/token-store/token-store.memory.js';
import { RedisTokenStore } from '../../src/token-store/token-store.redis.js';
import { Generations } from '../../src/revocation/generations.js';
import { MemoryRevocations } from '../../src/revocation/revocations.memory.js';
import { RedisRevocations } from '../../src/revocation/revocations.redis.js';
import { close, connect } from './support/redis-connections.js';
import { TOKEN_REVOCATION_CONTRACT } from './token-revocation.contract.js';
import {
  BOUNDS,
  grantFor,
  newDigest,
  REVOCATIONS_KEPT,
  TOKEN_STORE_CONTRACT,
  type TokenStoreUnderTest,
} from './token-store.contract.js';

interface Implementation {
  /** An empty store. */
  fresh(): Promise<TokenStoreUnderTest>;
  stop(): Promise<void>;
}

const MEMORY_TOKENS = 1_000;

function memory(): Promise<Implementation> {
  const fresh = () => {
    const generations = new Generations(REVOCATIONS_KEPT);
    const store = new MemoryTokenStore(MEMORY_TOKENS, BOUNDS, generations);
    const revocations = new MemoryRevocations(generations);
    const fill = async () => {
      while ((await store.stats()).live < MEMORY_TOKENS) await store.issue(newDigest(), grantFor('other'), 60);
    };
    return Promise.resolve({
      stores: [store, store, store] as const,
      revocations: [revocations, revocations, revocations] as const,
      fill,
    });
  };
  return Promise.resolve({ fresh, stop: () => Promise.resolve() });
}

async function shared(server: RedisServer, env: Record<string, string>, stop: () => Promise<void>) {
  const services: RedisService[] = await Promise.all([connect(env), connect(env), connect(env)]);
  // Each property has revocations of its own, over the same connections.
  for (const { commands } of services) commands.client.setMaxListeners(0);
  return {
    async fresh() {
      await server.cli('CONFIG', 'SET', 'maxmemory', '256mb');
      await server.cli('FLUSHALL');
      const revocations = services.map((service) => new RedisRevocations(service, REVOCATIONS_KEPT));
      const storeOf = (index: number) => new RedisTokenStore(services[index]!, BOUNDS, revocations[index]);
      const stores = [storeOf(0), storeOf(1), storeOf(2)] as const;
      const [first, second, third] = revocations as [RedisRevocations, RedisRevocations, RedisRevocations];
      return {
        stores,
        revocations: [first, second, third] as const,
        fill: async () => void (await server.cli('CONFIG', 'SET', 'maxmemory', '1')),
      };
    },
    async stop() {
      await Promise.all(services.map(close));
      await stop();
    },
  };
}

async function redis(): Promise<Implementation> {
  const server = await RedisServer.start();
  return shared(server, { REDIS_URL: server.url }, () => server.kill());
}

async function sentinel(): Promise<Implementation> {
  const topology = await SentinelTopology.start({ downAfterMs: 60_000 });
  return shared(topology.primary, topology.env, () => topology.stop());
}

describe.each([
  ['memory', memory],
  ['Redis', redis],
  ['Redis by Sentinel', sentinel],
])('the token store in %s', (_, start) => {
  let implementation: Implementation;
  beforeAll(async () => (implementation = await start()));
  afterAll(() => implementation.stop());

  it.each([...TOKEN_STORE_CONTRACT, ...TOKEN_REVOCATION_CONTRACT])('%s', async (_claim, property) =>
    property(await implementation.fresh()),
  );
});
