// A failover loses the newest revocations. What they revoked must stay revoked, and the new primary must get them
// again.
import { eventually } from '../../cluster/eventually.js';
import { SentinelTopology } from '../../cluster/sentinel.js';
import { TcpProxy } from '../../cluster/tcp-proxy.js';
import { KEYS } from '../../src/redis/redis-keys.js';
import { type Revocation } from '../../src/revocation/revocation.js';
import { type RevocationsUnavailableError } from '../../src/revocation/revocations.errors.js';
import { RedisTokenStore } from '../../src/token-store/token-store.redis.js';
import { heardBy, hears } from './revocations.contract.js';
import { close, connect, rejection } from './support/redis-connections.js';
import { RevokingInstance } from './support/revoking-instance.js';
import { BOUNDS, grantFor, newDigest } from './token-store.contract.js';
import { RedisRevocations } from '../../src/revocation/revocations.redis.js';

describe('revocations that a failover lost', () => {
  let topology: SentinelTopology;
  let proxy: TcpProxy;
  let instance: RevokingInstance;
  let heard: Revocation[];

  beforeAll(async () => {
    topology = await SentinelTopology.start();
    instance = await RevokingInstance.start(topology.env);
    heard = heardBy(instance.revocations);
    proxy = await TcpProxy.start({ port: topology.ports.primary });
    await topology.replicateThrough(proxy.port);
    await instance.revocations.revokePrincipal('common');
    await topology.primary.cli('WAIT', '1', '5000');
    proxy.swallow();
    await instance.revocations.revokePrincipal('operator');
    await instance.revocations.revokeStream('one');
    await hears(heard, 3);
    topology.primary.freeze();
  });

  afterAll(async () => {
    await instance.stop();
    await proxy.close();
    await topology.stop();
  });

  it('are refused while there is no primary', async () => {
    const { error } = await rejection(instance.revocations.revokePrincipal('gateway'));
    expect(error).toMatchObject({ name: 'RevocationsUnavailableError' });
  });

  it('are brought to the new primary, which had never heard of them, by an instance that had', async () => {
    await topology.failedOverFrom(topology.ports.primary);
    const generationOf = (key: string) => topology.replica.cli('ZSCORE', KEYS.generations, key);
    const back = async () => (await generationOf('stream:one')) === '3' || undefined;
    await eventually(back, { what: 'the revocations to be back' });
    expect(await generationOf('principal:operator')).toBe('2');
    expect(await generationOf('principal:common')).toBe('1');
  });

  it('are known to an instance that starts now, and tokens of before are refused', async () => {
    const service = await connect(topology.env);
    const revocations = new RedisRevocations(service);
    const store = new RedisTokenStore(service, BOUNDS, revocations);
    await revocations.restored();
    expect(revocations.revokes({ principal: 'operator', generation: 1 })).toBe(true);
    expect(revocations.revokes({ principal: 'common', generation: 1 })).toBe(false);
    const digest = newDigest();
    await store.issue(digest, grantFor('operator'), 60);
    expect(await store.redeem(digest)).toMatchObject({ grant: { principal: 'operator' } });
    await close(service);
  });

  it('are not told again, and no number is given twice', async () => {
    const { client } = instance.service.commands;
    const port = `tcp_port:${topology.ports.replica}`;
    const there = async () => (await client.info('server').catch(() => '')).includes(port) || undefined;
    await eventually(there, { what: 'the instance to find the new primary' });
    // The connection may be made once more when Sentinel announces the new primary; nothing was written then.
    const revoked = () =>
      instance.revocations.revokePrincipal('gateway').catch((error: RevocationsUnavailableError) => {
        expect(error.outcome).toBe('not_applied');
        return undefined;
      });
    const generation = await eventually(revoked, { what: 'the new primary to take a revocation' });
    await hears(heard, 4);
    expect(generation).toBeGreaterThan(1_000_000);
    expect(heard.map(({ generation }) => generation)).toEqual([1, 2, 3, generation]);
    expect(instance.tail.faults).toEqual([]);
  });
});
