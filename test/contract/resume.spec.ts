// A browser repeats a URL whose token is spent. With its cookie it must get its stream again, whichever store keeps the tokens.
import { RedisServer } from '../../cluster/redis-server.js';
import { Generations } from '../../src/revocation/generations.js';
import { MemoryRevocations } from '../../src/revocation/revocations.memory.js';
import { Supersessions } from '../../src/revocation/supersessions.js';
import { MemoryTokenStore } from '../../src/token-store/token-store.memory.js';
import { RedisTokenStore } from '../../src/token-store/token-store.redis.js';
import { RESUME_CONTRACT, RESUME_TIMES, type ResumesUnderTest } from './resume.contract.js';
import { RevokingInstance } from './support/revoking-instance.js';
import { BOUNDS } from './token-store.contract.js';

interface Implementation {
  readonly under: ResumesUnderTest;
  stop(): Promise<void>;
}

const fill = () => Promise.reject(new Error('No property of this contract fills the store.'));

function memory(): Promise<Implementation> {
  const [generations, supersessions] = [new Generations(), new Supersessions()];
  const store = new MemoryTokenStore(10_000, BOUNDS, generations, undefined, RESUME_TIMES, supersessions);
  const revocations = new MemoryRevocations(generations);
  const under: ResumesUnderTest = {
    stores: [store, store, store],
    revocations: [revocations, revocations, revocations],
    supersessions: [supersessions, supersessions, supersessions],
    fill,
  };
  return Promise.resolve({ under, stop: () => Promise.resolve() });
}

async function redis(): Promise<Implementation> {
  const server = await RedisServer.start();
  const start = () => RevokingInstance.start({ REDIS_URL: server.url });
  const instances = [await start(), await start(), await start()] as const;
  const each = <T>(of: (instance: RevokingInstance) => T) => instances.map(of) as unknown as readonly [T, T, T];
  return {
    under: {
      stores: each(({ service, revocations }) => new RedisTokenStore(service, BOUNDS, revocations, RESUME_TIMES)),
      revocations: each(({ revocations }) => revocations),
      supersessions: each(({ supersessions }) => supersessions),
      fill,
    },
    async stop() {
      for (const instance of instances) await instance.stop();
      await server.kill();
    },
  };
}

describe.each([
  ['memory', memory],
  ['Redis', redis],
])('resuming from the token store in %s', (_, start) => {
  let implementation: Implementation;
  beforeAll(async () => (implementation = await start()));
  afterAll(() => implementation.stop());

  it.each([...RESUME_CONTRACT])('%s', async (_claim, property) => property(implementation.under), 20_000);
});
