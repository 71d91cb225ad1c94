// All event logs must have the same order, ids and gaps: one suite for the one in memory and the one in Redis.
import { RedisServer } from '../../cluster/redis-server.js';
import { SentinelTopology } from '../../cluster/sentinel.js';
import { MemoryEventLog } from '../../src/event-log/event-log.memory.js';
import { RedisEventLog } from '../../src/event-log/event-log.redis.js';
import { newEpoch } from '../../src/event-log/new-epoch.js';
import { EVENT_LOG_CONTRACT, type EventLogUnderTest, MAX_BYTES, MAX_ENTRIES } from './event-log.contract.js';
import { EVENT_LOG_VIEWS_CONTRACT } from './event-log-views.contract.js';
import { close, connect } from './support/redis-connections.js';
import { keeping } from './support/events.js';

interface Implementation {
  /** A log that never had an entry, and a function that releases its resources. */
  fresh(): Promise<EventLogUnderTest & { close(): Promise<void> }>;
  stop(): Promise<void>;
}

function memory(): Promise<Implementation> {
  const fresh = () => {
    const log = new MemoryEventLog(keeping(MAX_ENTRIES, MAX_BYTES), newEpoch());
    return Promise.resolve({ logs: [log, log] as const, close: () => Promise.resolve() });
  };
  return Promise.resolve({ fresh, stop: () => Promise.resolve() });
}

function shared(env: Record<string, string>, stop: () => Promise<void>): Implementation {
  let format = 0;
  return {
    async fresh() {
      const services = await Promise.all([connect(env), connect(env)]);
      format++;
      const logOf = (index: number) => new RedisEventLog(services[index]!, keeping(MAX_ENTRIES, MAX_BYTES), format);
      return {
        logs: [logOf(0), logOf(1)] as const,
        close: async () => void (await Promise.all(services.map(close))),
      };
    },
    stop,
  };
}

async function redis(): Promise<Implementation> {
  const server = await RedisServer.start();
  return shared({ REDIS_URL: server.url }, () => server.kill());
}

async function sentinel(): Promise<Implementation> {
  const topology = await SentinelTopology.start({ downAfterMs: 60_000 });
  return shared(topology.env, () => topology.stop());
}

describe.each([
  ['memory', memory],
  ['Redis', redis],
  ['Redis by Sentinel', sentinel],
])('the event log in %s', (_, start) => {
  let implementation: Implementation;
  beforeAll(async () => (implementation = await start()));
  afterAll(() => implementation.stop());

  it.each([...EVENT_LOG_CONTRACT, ...EVENT_LOG_VIEWS_CONTRACT])('%s', async (_claim, property) => {
    const fresh = await implementation.fresh();
    await property(fresh).finally(() => fresh.close());
  });
});
