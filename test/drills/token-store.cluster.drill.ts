// docs/scaling.md says what a Redis Cluster does for the stores: the scripts must run on one unchanged, all keys in one slot.
import { Cluster, type Redis } from 'ioredis';
import { eventually } from '../../cluster/eventually.js';
import { freePort } from '../../cluster/free-port.js';
import { RedisServer } from '../../cluster/redis-server.js';
import { RedisEventLog } from '../../src/event-log/event-log.redis.js';
import { RedisService } from '../../src/redis/redis.service.js';
import { RedisRevocations } from '../../src/revocation/revocations.redis.js';
import { RedisTokenStore } from '../../src/token-store/token-store.redis.js';
import { everything, keeping, newEvents, numbers } from '../contract/support/events.js';
import { close, ready } from '../contract/support/redis-connections.js';
import { TOKEN_REVOCATION_CONTRACT } from '../contract/token-revocation.contract.js';
import {
  BOUNDS,
  grantFor,
  newDigest,
  REVOCATIONS_KEPT,
  TOKEN_STORE_CONTRACT,
} from '../contract/token-store.contract.js';

const SLOTS = [
  ['0', '5460'],
  ['5461', '10922'],
  ['10923', '16383'],
] as const;

describe('over a Redis Cluster of three nodes', () => {
  const nodes: RedisServer[] = [];
  const services: RedisService[] = [];

  beforeAll(async () => {
    for (const slots of SLOTS) {
      const bus = String(await freePort());
      const extraArgs = ['--cluster-enabled', 'yes', '--cluster-port', bus];
      const node = await RedisServer.start({ config: 'bare', extraArgs });
      await node.cli('CLUSTER', 'ADDSLOTSRANGE', ...slots);
      if (nodes[0]) await nodes[0].cli('CLUSTER', 'MEET', '127.0.0.1', String(node.port), bus);
      nodes.push(node);
    }
    const whole = async () => {
      const infos = await Promise.all(nodes.map((node) => node.cli('CLUSTER', 'INFO')));
      return infos.every((info) => /cluster_state:ok[^]*cluster_known_nodes:3/.test(info)) || undefined;
    };
    await eventually(whole, { what: 'the cluster to be whole', timeoutMs: 20_000 });
    const addresses = nodes.map(({ port }) => ({ host: '127.0.0.1', port }));
    // A Cluster of ioredis in place of a client; the service uses nothing of it that a client does not have.
    const duplicate = (redisOptions: object) =>
      new Cluster(addresses, { lazyConnect: true, enableOfflineQueue: false, redisOptions });
    for (let instance = 0; instance < 3; instance++) {
      services.push(RedisService.beside({ duplicate } as unknown as Redis, { instanceId: `${instance}` }));
    }
    await Promise.all(services.map(ready));
    for (const { commands } of services) commands.client.setMaxListeners(0);
  });
  beforeEach(async () => {
    for (const node of nodes) {
      await node.cli('CONFIG', 'SET', 'maxmemory', '256mb');
      await node.cli('FLUSHALL');
    }
  });
  afterAll(async () => {
    await Promise.all(services.map(close));
    await Promise.all(nodes.map((node) => node.kill()));
  });

  it.each([...TOKEN_STORE_CONTRACT, ...TOKEN_REVOCATION_CONTRACT])('the token store %s', async (_, property) => {
    const revocations = services.map((service) => new RedisRevocations(service, REVOCATIONS_KEPT));
    const stores = services.map((service, index) => new RedisTokenStore(service, BOUNDS, revocations[index]));
    const fill = async () => {
      for (const node of nodes) await node.cli('CONFIG', 'SET', 'maxmemory', '1');
    };
    const [one, two, three] = stores as [RedisTokenStore, RedisTokenStore, RedisTokenStore];
    const [first, second, third] = revocations as [RedisRevocations, RedisRevocations, RedisRevocations];
    await property({ stores: [one, two, three], revocations: [first, second, third], fill });
  });

  it('the log is written and read', async () => {
    const log = new RedisEventLog(services[0]!, keeping(100));
    await log.append(newEvents(3));
    expect(numbers(await everything(log))).toEqual([1, 2, 3]);
  });

  it('all keys are at one node', async () => {
    const store = new RedisTokenStore(services[0]!, BOUNDS);
    for (let count = 0; count < 20; count++) await store.issue(newDigest(), grantFor('operator'), 60);
    const sizes = await Promise.all(nodes.map((node) => node.cli('DBSIZE')));
    expect(sizes.filter((size) => size !== '0')).toHaveLength(1);
  });
});
