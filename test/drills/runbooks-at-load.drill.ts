// What works with twenty streams may not work with a thousand: those on call have them, and all of them come back at once.
import { Load } from '../chaos/support/load.js';
import { ComposeProject } from './support/compose/project.js';
import { stepsOf } from './support/document.js';
import { handle } from './support/incident.js';

describe('docs/runbooks, followed with 1,000 streams through nginx', () => {
  let project: ComposeProject;
  let load: Load;

  beforeAll(async () => {
    project = await ComposeProject.start();
    load = await Load.start(project, { streams: 1_000, throughNginx: true });
    await load.flows();
  }, 240_000);

  afterAll(async () => {
    await load.stop();
    await project.stop();
  }, 60_000);

  it('AllInstancesDown: they are started again, every stream comes back and has every event once', async () => {
    const steps = stepsOf('docs/runbooks/instances.md', 'all-down');
    const breaks = () => Promise.all(project.all.map((one) => one.kill()));
    await handle(project, load, { alert: 'AllInstancesDown', steps, breaks });
    await load.expectComplete();
  }, 600_000);
});
