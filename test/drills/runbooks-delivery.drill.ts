// Events that do not arrive cause no error anywhere: only these alerts tell. Each is raised here by what it is for, and its page
// must say what is wrong.
import { KEYS, LOG } from '../../src/redis/redis-keys.js';
import { Load } from '../chaos/support/load.js';
import { untilAlert, untilScraped } from '../support/raised-alerts.js';
import { ComposeProject } from './support/compose/project.js';
import { stepsOf } from './support/document.js';
import { seconds } from './support/figures.js';

/** What a program does that takes the Redis of the service for its own: an entry with the next number, which is no event. */
const DAMAGE = `
local n = redis.call('HGET', KEYS[2], 'n') + 1
redis.call('XADD', KEYS[1], redis.call('HGET', KEYS[2], 'ms') .. '-' .. n, 'e', 'a b info {"not": json}')
redis.call('HSET', KEYS[2], 'n', n)`;

describe('docs/runbooks/delivery.md, followed under load', () => {
  let project: ComposeProject;
  let load: Load;

  beforeAll(async () => {
    project = await ComposeProject.start();
    load = await Load.start(project, { streams: 20, throughNginx: true });
    await load.flows();
    await untilScraped(project.parts.prometheus!, project.all.length);
  }, 180_000);

  afterAll(async () => {
    await load.stop();
    await project.stop();
  }, 60_000);

  const raised = (alert: string, timeoutMs?: number) =>
    seconds(alert, () => untilAlert(project.parts.prometheus!, alert, { timeoutMs }));
  const gone = (alert: string) => untilAlert(project.parts.prometheus!, alert, { gone: true, timeoutMs: 720_000 });

  it('EventsStandStill and TailBehind: the rights of the instances are loaded again, and streams get what was held up', async () => {
    load.breaks('the rights to read the log taken away');
    await project.redis.cli('ACL', 'SETUSER', 'vx11', '-xread', '-xrange', '-xrevrange');
    await raised('EventsStandStill');
    await raised('TailBehind');
    const [late = ''] = await project.shell.follow(stepsOf('docs/runbooks/delivery.md', 'tail-behind'));
    expect(late.match(/^vx11_tail_lag_seconds/gm)).toHaveLength(project.all.length);
    await project.shell.follow(stepsOf('docs/runbooks/delivery.md', 'stand-still'));
    await gone('EventsStandStill');
    await gone('TailBehind');
    await project.shell.follow(stepsOf('docs/runbooks/delivery.md', 'goes-on'));
    await load.live();
  }, 600_000);

  it('GapsTold and ResumesBudgetBurns: Redis was emptied while clients were away', async () => {
    await project.nginx.kill();
    await project.redis.cli('FLUSHALL');
    await project.shell.command('docker compose up --detach --wait nginx');
    await raised('GapsTold');
    const [told] = await project.shell.follow(stepsOf('docs/runbooks/delivery.md', 'gaps-told'));
    expect(told).toMatch(/^\{reason="log_lost"\} => [1-9]/m);
    await raised('ResumesBudgetBurns');
    const [resumed] = await project.shell.follow(stepsOf('docs/runbooks/delivery.md', 'resumes-burn'));
    expect(resumed).toMatch(/^\{source="gap"\} => [1-9]/m);
    await load.live();
  }, 300_000);

  it('LogDamaged: the logs of all instances say where, and Redis who is connected', async () => {
    await project.redis.cli('EVAL', DAMAGE, '2', KEYS.events(LOG), KEYS.eventsMeta(LOG));
    await raised('LogDamaged');
    const [where = ''] = await project.shell.follow(stepsOf('docs/runbooks/delivery.md', 'log-damaged'));
    expect(new Set(where.match(/^operator-\d/gm)).size).toBe(project.all.length);
    await load.live();
  }, 300_000);

  it('they are gone once there is no more cause', async () => {
    for (const alert of ['ResumesBudgetBurns', 'GapsTold', 'LogDamaged']) {
      await seconds(`${alert}, until it is gone`, () => gone(alert));
    }
  }, 1_200_000);
});
