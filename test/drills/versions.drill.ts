// Whoever upgrades at noon must be able to go back at 12:05, with every user still watching.
import { Load } from '../chaos/support/load.js';
import { buildVersion } from '../chaos/support/version-before.js';
import { ComposeProject } from './support/compose/project.js';
import { stepsOf } from './support/document.js';
import { seconds } from './support/figures.js';

const SINCE_2_0_0 = ['zadd', 'zrem', 'zscore', 'zcard', 'zpopmin', 'zrange', 'zlexcount', 'zrangebylex'];

describe('three instances of 2.0.0 under load', () => {
  let project: ComposeProject;
  let load: Load;

  beforeAll(async () => {
    project = await ComposeProject.create({
      builds: { '2.0.0': await buildVersion('2.0.0'), '3.0.0': 'dist/main.js' },
    });
    const start =
      '(umask 077 && sh deploy/make-env.sh > .env) && VX11_IMAGE_TAG=2.0.0 docker compose up --detach --wait';
    await project.begin(start);
    await project.redis.cli('ACL', 'SETUSER', 'vx11', ...SINCE_2_0_0.map((command) => `-${command}`));
  }, 180_000);
  afterAll(() => project.stop());

  beforeEach(async () => {
    load = await Load.start(project, { throughNginx: true });
    await load.flows();
  }, 120_000);
  afterEach(() => load.stop());

  it('are upgraded as the page says', async () => {
    load.breaks('2.0.0 upgraded to 3.0.0');
    await project.shell.follow(stepsOf('docs/deployment/rolling-upgrade.md', 'upgrade'));
    await load.flows();
    await load.expectComplete();
  }, 300_000);

  it('are rolled back as the page says, in under two minutes', async () => {
    load.breaks('3.0.0 rolled back to 2.0.0');
    const [roll, ...checks] = stepsOf('docs/deployment/rollback.md', 'rollback');
    const took = await seconds('rollback to 2.0.0', () => project.shell.run(roll!));
    expect(took).toBeLessThan(120);
    await load.flows();
    await load.expectComplete();
    await project.shell.follow(checks);
  }, 300_000);

  it('are upgraded again', async () => {
    load.breaks('2.0.0 upgraded to 3.0.0 again');
    const took = await seconds('upgrade to 3.0.0', () => project.shell.command('sh deploy/roll.sh 3.0.0'));
    expect(took).toBeLessThan(120);
    await load.flows();
    await load.expectComplete();
  }, 300_000);
});
