// An alert that nobody saw raised is a hope. Each fault must raise its alert in time with the rules and intervals as shipped, and
// whoever is on call must get one page for it, not three.
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../../cluster/eventually.js';
import { alerts } from '../deploy/support/rules.js';
import { firing } from '../support/raised-alerts.js';
import { Load } from './support/load.js';
import { WatchedDeployment } from './support/watched-deployment.js';

interface Fault {
  readonly fault: string;
  readonly alert: string;
  /** Seconds within which it must be raised. */
  readonly within: number;
  readonly ownDisk?: boolean;
  readonly breaks: (watched: WatchedDeployment) => Promise<unknown> | void;
  readonly mends?: (watched: WatchedDeployment) => Promise<unknown> | void;
}

const signal = ({ nginx }: WatchedDeployment, name: NodeJS.Signals) => void process.kill(-nginx.pid, name);
const filler = ({ disk }: WatchedDeployment) => join(disk, 'filler');

const FAULTS: Fault[] = [
  {
    fault: 'all instances dead',
    alert: 'AllInstancesDown',
    within: 40,
    breaks: ({ deployment }) => Promise.all(deployment.all.map((instance) => instance.kill())),
    mends: ({ deployment }) => Promise.all(deployment.all.map((instance) => instance.restart())),
  },
  {
    fault: 'one instance dead',
    alert: 'InstanceDown',
    within: 85,
    breaks: ({ deployment }) => deployment.all[0]!.kill(),
    mends: ({ deployment }) => deployment.all[0]!.restart(),
  },
  {
    fault: 'Redis away',
    alert: 'RedisAway',
    within: 45,
    breaks: ({ redis }) => redis.kill(),
    mends: ({ redis }) => redis.start(),
  },
  { fault: 'Redis emptied', alert: 'RedisFailedOver', within: 30, breaks: ({ redis }) => redis.cli('FLUSHALL') },
  {
    fault: 'Redis restarted three times',
    alert: 'RedisFailedOver',
    within: 60,
    breaks: async ({ redis, deployment }) => {
      for (let restarted = 0; restarted < 3; restarted++) {
        await redis.restart();
        await deployment.ready();
      }
    },
  },
  {
    fault: 'maxmemory reached',
    alert: 'RedisRefusesWrites',
    within: 45,
    breaks: ({ redis }) => redis.cli('CONFIG', 'SET', 'maxmemory', '1'),
    mends: ({ redis }) => redis.cli('CONFIG', 'SET', 'maxmemory', '256mb'),
  },
  {
    fault: 'the disk of Redis full',
    alert: 'RedisRefusesWrites',
    within: 45,
    ownDisk: true,
    // More than there is: all that is left is taken, and the error says so.
    breaks: (watched) => expect(() => writeFileSync(filler(watched), Buffer.alloc(64 * 2 ** 20))).toThrow(/ENOSPC/),
    mends: (watched) => rmSync(filler(watched)),
  },
  {
    fault: 'nginx frozen',
    alert: 'EdgeDown',
    within: 45,
    breaks: (watched) => signal(watched, 'SIGSTOP'),
    mends: (watched) => signal(watched, 'SIGCONT'),
  },
  {
    fault: 'nginx dead',
    alert: 'EdgeDown',
    within: 40,
    breaks: ({ nginx }) => nginx.kill(),
    mends: (watched) => watched.startNginx(),
  },
];

describe('three instances under load, watched by Prometheus', () => {
  let watched: WatchedDeployment;
  let load: Load;

  afterEach(async () => {
    await load.stop();
    await watched.stop();
  }, 120_000);

  it.each(FAULTS)(
    '$fault: $alert within $within s, and no other page',
    async ({ fault, alert, within, ownDisk, breaks, mends }) => {
      watched = await WatchedDeployment.start({ ownDisk });
      load = await Load.start(watched.deployment, { streams: 20 });
      await load.flows();
      expect((await firing(watched.prometheus)).map(({ alertname }) => alertname)).toEqual([]);
      load.breaks(fault);
      const pages = new Set<string>();
      const isRaised = async () => {
        const raised = await firing(watched.prometheus);
        for (const { alertname, severity } of raised) if (severity === 'page') pages.add(alertname);
        return raised.some(({ alertname }) => alertname === alert);
      };
      const began = performance.now();
      const broken = breaks(watched);
      try {
        await eventually(async () => (await isRaised()) || undefined, {
          what: alert,
          timeoutMs: within * 1_000,
          everyMs: 250,
        });
        process.stdout.write(`${fault}: ${alert} after ${Math.round((performance.now() - began) / 1_000)} s\n`);
      } finally {
        await broken;
        await mends?.(watched);
      }
      const isPage = alerts.some((rule) => rule.alert === alert && rule.labels['severity'] === 'page');
      await load.flows();
      const isOver = async () => !(isPage && (await isRaised())) || undefined;
      await eventually(isOver, { what: `${alert} to be gone`, timeoutMs: 120_000, everyMs: 250 });
      await isRaised();
      expect([...pages]).toEqual(isPage ? [alert] : []);
    },
    300_000,
  );
});
