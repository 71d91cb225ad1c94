// The first five minutes decide whether somebody goes on: every command of the page must do what the page says.
import { ComposeProject } from './support/compose/project.js';
import { stepsOf } from './support/document.js';
import { seconds } from './support/figures.js';

describe('docs/deployment/quick-start.md', () => {
  let project: ComposeProject;
  beforeAll(async () => void (project = await ComposeProject.create()));
  afterAll(() => project.stop());

  it('works as it is written', async () => {
    await seconds('quick start', () => project.shell.follow(stepsOf('docs/deployment/quick-start.md', 'quick-start')));
  }, 180_000);
});
