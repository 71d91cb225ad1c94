// A disk fills up, and Redis takes no writes until there is room: open streams go on, and what was accepted is there
// afterwards. It needs a disk of its own, so it mounts one, which only root may.
import { execFile } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { eventually } from '../../cluster/eventually.js';
import { RedisServer } from '../../cluster/redis-server.js';
import { createRunDirectory } from '../../cluster/run-directory.js';
import { sample } from '../e2e/support/metrics.js';
import { Deployment } from '../support/deployment.js';
import { Load } from './support/load.js';
import { SCALE } from './support/scale.js';

const run = promisify(execFile);

describe('three instances under load, and the disk of their Redis', () => {
  const disk = createRunDirectory('disk');
  let redis: RedisServer;
  let deployment: Deployment;

  beforeAll(async () => {
    await run('mount', ['-t', 'tmpfs', '-o', 'size=64m,mode=700', 'tmpfs', disk]);
    redis = await RedisServer.start({ dir: disk });
    deployment = await Deployment.start({ redis: { REDIS_URL: redis.url } });
  });

  afterAll(async () => {
    await deployment.stop();
    await redis.stop();
    await run('umount', [disk]);
  });

  it('is full for a while: nothing is missing, and publishing goes on after it', async () => {
    const load = await Load.start(deployment);
    await load.flows();
    load.breaks('Redis refused writes, disk full');
    const filler = join(disk, 'filler');
    // More bytes than are free, so that the disk becomes full and the command fails.
    expect(() => writeFileSync(filler, Buffer.alloc(64 * 2 ** 20))).toThrow(/ENOSPC/);
    const refused = 'vx11_redis_writes_refused{reason="disk"}';
    const told = async () => (await sample(deployment.all[0]!, refused)) === 1 || undefined;
    await eventually(told, { what: `${refused} to be 1` });
    await delay(SCALE.refusalMs);
    rmSync(filler);
    await load.flows();
    await load.expectComplete();
  }, 180_000);
});
