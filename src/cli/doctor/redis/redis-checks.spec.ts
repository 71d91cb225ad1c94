// What cannot be brought about on the Redis that the tests run: other versions, and a past.
import { type RedisSession } from '../../../redis/redis-session.js';
import { perform } from '../examine.js';
import { evictions } from './evictions.js';
import { persistence } from './persistence.js';
import { reachable } from './reachable.js';
import { type RedisScene } from './redis-scene.js';
import { replicas } from './replicas.js';
import { tls } from './tls.js';
import { version } from './version.js';
import { writes } from './writes.js';

const settings = { url: 'redis://10.0.0.5', sentinels: [], sentinelName: undefined, sentinelPassword: undefined };

/** A Redis whose INFO is this. */
function scene(...info: readonly string[]): RedisScene {
  const session = { address: '10.0.0.5:6379', call: () => Promise.resolve(info.join('\r\n')) };
  return { settings, logMaxBytes: 1, attempt: { session: session as unknown as RedisSession } };
}
const unreached = (reason: string): RedisScene => ({ ...scene(), attempt: { reason } });
const replica = 'role:master\r\nslave0:ip=10.0.0.6,port=6379,state=online,offset=7,lag=';

it.each([
  ['redis-reachable.loading', reachable, unreached('LOADING Redis is loading the dataset in memory'), 'loading'],
  ['redis-tls.plain', tls, scene(), '10.0.0.5:6379 is not encrypted'],
  ['redis-version.old', version, scene('redis_version:6.0.16'), 'has version 6.0.16'],
  ['redis-version.old', version, scene('redis_version:5.3.1'), 'needs 6.2'],
  ['redis-eviction.evicted', evictions, scene('maxmemory_policy:noeviction', 'evicted_keys:3'), 'deleted 3 keys'],
  ['redis-persistence.failing', persistence, scene('aof_enabled:1', 'aof_last_write_status:err'), 'write'],
  ['redis-persistence.rewriting', persistence, scene('aof_enabled:1', 'aof_last_bgrewrite_status:err'), 'rewrite'],
  ['redis-replicas.behind', replicas, scene(`${replica}11`), '10.0.0.6:6379 is online, and was last heard 11 s ago'],
])('%s', async (fault, check, looked, text) => {
  const { all } = await perform(check, looked);
  expect(all.map((finding) => `${finding.check}.${finding.fault}`)).toEqual([fault]);
  expect(all[0]!.text).toContain(text);
});

it.each([
  ['redis-writes.disk', 'MISCONF Errors writing to the AOF file: No space left on device'],
  ['redis-writes.other', 'ERR something else'],
])('%s', async (fault, message) => {
  const session = { call: () => Promise.reject(new Error(message)) } as unknown as RedisSession;
  const { all } = await perform(writes, { ...scene(), attempt: { session } });
  expect(all).toMatchObject([{ fault: fault.split('.')[1], text: expect.stringContaining(message) as string }]);
});

it('redis-version.cluster', async () => {
  const { all } = await perform(version, scene('redis_version:7.2.4', 'cluster_enabled:1'));
  expect(all.map(({ fault }) => fault)).toEqual(['cluster', null]);
});

it('a replica may keep up', async () => {
  const { all } = await perform(replicas, scene(`${replica}0`));
  expect(all).toMatchObject([{ level: 'ok', text: 'Up to date: 1 of 1.' }]);
});
