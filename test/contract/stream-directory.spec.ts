// All directories of open streams must behave alike: one suite for the one in memory and the one in Redis.
import { RedisServer } from '../../cluster/redis-server.js';
import { InstanceLease } from '../../src/stream-directory/instance-lease.js';
import { LEASE_DEFAULTS } from '../../src/stream-directory/lease-options.js';
import { MemoryStreamDirectory } from '../../src/stream-directory/stream-directory.memory.js';
import { RedisStreamDirectory } from '../../src/stream-directory/stream-directory.redis.js';
import { MemoryStreamQuota } from '../../src/stream-directory/stream-quota.memory.js';
import { RedisStreamQuota } from '../../src/stream-directory/stream-quota.redis.js';
import { AT, type DirectoryUnderTest, STREAM_DIRECTORY_CONTRACT, Streams } from './stream-directory.contract.js';
import { close, connect } from './support/redis-connections.js';

interface Implementation {
  fresh(): Promise<DirectoryUnderTest>;
  stop(): Promise<void>;
}

function memory(): Promise<Implementation> {
  const fresh = () => {
    const streams = new Streams();
    const directory = new MemoryStreamDirectory(streams, { position: AT }, 'only');
    const only = { name: 'only', streams, directory, quota: new MemoryStreamQuota() };
    return Promise.resolve([only, only, only] as const);
  };
  return Promise.resolve({ fresh, stop: () => Promise.resolve() });
}

async function redis(): Promise<Implementation> {
  const server = await RedisServer.start();
  const services = await Promise.all(['a', 'b', 'c'].map(() => connect({ REDIS_URL: server.url })));
  let leases: InstanceLease[] = [];
  const instance = (index: number) => {
    const [name, streams, service] = [['a', 'b', 'c'][index]!, new Streams(), services[index]!];
    const options = { ...LEASE_DEFAULTS, instanceId: name, renewMs: 100 };
    const lease = new InstanceLease(service, streams, { position: AT }, options);
    lease.start();
    leases.push(lease);
    return { name, streams, directory: new RedisStreamDirectory(service), quota: new RedisStreamQuota(service, lease) };
  };
  const end = async () => {
    await Promise.all(leases.map((lease) => lease.stop()));
    leases = [];
  };
  return {
    async fresh() {
      await end();
      return [instance(0), instance(1), instance(2)];
    },
    async stop() {
      await end();
      await Promise.all(services.map(close));
      await server.kill();
    },
  };
}

describe.each([
  ['memory', memory],
  ['Redis', redis],
])('the directory of streams in %s', (_, start) => {
  let implementation: Implementation;
  beforeAll(async () => (implementation = await start()));
  afterAll(() => implementation.stop());

  it.each(STREAM_DIRECTORY_CONTRACT)('%s', async (_claim, property) => property(await implementation.fresh()));
});
