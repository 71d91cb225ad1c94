// At three in the morning nobody finds out that a command of the runbook has another name: each is run here, with the trouble
// that it is for, once Prometheus has raised the alert.
import { Load } from '../chaos/support/load.js';
import { ComposeProject } from './support/compose/project.js';
import { stepsOf } from './support/document.js';
import { handle } from './support/incident.js';

describe('docs/runbooks, followed under load', () => {
  let project: ComposeProject;
  let load: Load;

  beforeAll(async () => {
    project = await ComposeProject.start();
  }, 180_000);
  afterAll(() => project.stop());

  beforeEach(async () => {
    load = await Load.start(project, { streams: 20, throughNginx: true });
    await load.flows();
  }, 120_000);
  // Where the runbook did not help, publishers go on asking for ever.
  afterEach(() => load.stop(), 30_000);

  const instance = (name: string) => project.parts.instances.get(name)!;

  it('RedisAway: Redis is started again', async () => {
    const steps = stepsOf('docs/runbooks/redis.md', 'redis-away');
    await handle(project, load, { alert: 'RedisAway', steps, breaks: () => project.redis.kill() });
  }, 600_000);

  it('RedisRefusesWrites: Redis has more memory', async () => {
    const steps = stepsOf('docs/runbooks/redis.md', 'redis-refuses');
    const breaks = () => project.redis.cli('CONFIG', 'SET', 'maxmemory', '1');
    await handle(project, load, { alert: 'RedisRefusesWrites', steps, breaks });
    await load.expectComplete();
  }, 600_000);

  it('RedisRefusesWrites: Redis does without replicas that are away', async () => {
    const steps = stepsOf('docs/runbooks/redis.md', 'redis-noreplicas');
    const breaks = () => project.redis.cli('CONFIG', 'SET', 'min-replicas-to-write', '1');
    await handle(project, load, { alert: 'RedisRefusesWrites', steps, breaks });
    await load.expectComplete();
  }, 600_000);

  it('RedisRefusesWrites: Redis has the users of an older version', async () => {
    const steps = stepsOf('docs/runbooks/redis.md', 'redis-acl');
    const breaks = () => project.redis.cli('ACL', 'SETUSER', 'vx11', '-xadd', '-set');
    await handle(project, load, { alert: 'RedisRefusesWrites', steps, breaks });
  }, 600_000);

  it('AllInstancesDown: they are started again', async () => {
    const steps = stepsOf('docs/runbooks/instances.md', 'all-down');
    const breaks = () => Promise.all(project.all.map((one) => one.kill()));
    const [running] = await handle(project, load, { alert: 'AllInstancesDown', steps, breaks });
    expect(running).not.toContain('operator-');
  }, 600_000);

  it('InstanceDown: it is started again', async () => {
    const steps = stepsOf('docs/runbooks/instances.md', 'instance-down');
    const breaks = () => instance('operator-2').kill();
    await handle(project, load, { alert: 'InstanceDown', steps, breaks });
  }, 600_000);

  it('InstanceDown: a frozen one is started again', async () => {
    const steps = stepsOf('docs/runbooks/instances.md', 'instance-frozen');
    const breaks = () => instance('operator-2').freeze();
    await handle(project, load, { alert: 'InstanceDown', steps, breaks });
  }, 600_000);

  it('EdgeDown: a frozen nginx is replaced', async () => {
    const steps = stepsOf('docs/runbooks/edge.md', 'edge-down');
    const breaks = () => void process.kill(-project.nginx.pid, 'SIGSTOP');
    await handle(project, load, { alert: 'EdgeDown', steps, breaks });
  }, 600_000);

  it('recovery: everything is dead, and lives again', async () => {
    const steps = stepsOf('docs/runbooks/recovery.md', 'recovery');
    const breaks = async () => {
      await Promise.all([project.redis.kill(), project.nginx.kill(), ...project.all.map((one) => one.kill())]);
    };
    await handle(project, load, { alert: 'AllInstancesDown', steps, breaks });
  }, 600_000);
});
