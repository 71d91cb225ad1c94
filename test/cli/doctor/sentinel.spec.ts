import { SentinelTopology } from '../../../cluster/sentinel.js';
import { freePort } from '../../../cluster/free-port.js';
import { createRunDirectory } from '../../../cluster/run-directory.js';
import { SentinelProcess } from '../../../cluster/sentinel-process.js';
import { eventually } from '../../../cluster/eventually.js';
import { apartFromLatency, doctor } from './support/doctor.js';

describe('doctor, on Redis with Sentinel', () => {
  let topology: SentinelTopology;
  beforeAll(async () => void (topology = await SentinelTopology.start()));
  afterAll(() => topology.stop());

  const examine = async (env: Record<string, string> = {}, ...args: string[]) =>
    apartFromLatency(await doctor(['--only', 'redis', ...args], { ...topology.env, ...env }));

  it('finds nothing wrong, a replica that is no primary, and a name that nobody watches', async () => {
    expect(await examine()).toMatchObject({ faults: [] });
    const { faults } = await examine({}, '--redis', `redis://127.0.0.1:${topology.replica.port}`);
    expect(faults).toEqual(['redis-role.replica', 'redis-writes.readonly']);
    const stranger = await examine({ REDIS_SENTINEL_NAME: 'other' });
    expect(new Set(stranger.faults)).toEqual(new Set(['redis-sentinels.stranger', 'redis-reachable.away']));
  });

  it('finds a sentinel that calls another server the primary', async () => {
    const [name, port] = ['stranger', await freePort()];
    const dir = createRunDirectory('sentinel');
    const password = topology.primary.passwords.sentinel;
    const stranger = await SentinelProcess.start({ name, dir, port, masterName: 'vx11', primaryPort: 9, password });
    const { faults } = await examine({ REDIS_SENTINELS: `${topology.env.REDIS_SENTINELS},127.0.0.1:${port}` });
    await stranger.process.kill();
    expect(faults).toEqual(['redis-sentinels.quorum', 'redis-sentinels.disagree']);
  });

  it('finds sentinels and replicas that are gone', async () => {
    await Promise.all(topology.sentinels.slice(1).map(({ process }) => process.kill()));
    await topology.replica.kill();
    const gone = async () => {
      const { faults } = await examine();
      return faults.includes('redis-replicas.none') && faults.includes('redis-sentinels.quorum') ? faults : undefined;
    };
    const faults = await eventually(gone, { what: 'the sentinel to notice' });
    expect(faults.filter((fault) => fault === 'redis-sentinels.away')).toHaveLength(2);
  });
});
