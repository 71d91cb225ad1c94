// A checklist whose commands fail is skipped the next time.
import { eventually } from '../../cluster/eventually.js';
import { Load } from '../chaos/support/load.js';
import { ComposeProject } from './support/compose/project.js';
import { stepsOf } from './support/document.js';

describe('docs/deployment/checklists.md', () => {
  let project: ComposeProject;
  let load: Load | undefined;

  beforeAll(async () => {
    project = await ComposeProject.create({ builds: { '3.0.0': 'dist/main.js', '3.0.1': 'dist/main.js' } });
    await project.begin(
      '(umask 077 && sh deploy/make-env.sh > .env) && VX11_IMAGE_TAG=3.0.0 docker compose up --detach --wait',
    );
    load = await Load.start(project, { throughNginx: true });
    await load.flows();
    const { prometheus } = project.parts;
    const scraped = async () => {
      const query = encodeURIComponent('sum(vx11_ready) == 3 and sum(rate(vx11_events_published_total[5m])) > 0');
      const { data } = (await (await fetch(`${prometheus!.baseUrl}/api/v1/query?query=${query}`)).json()) as Answer;
      return data.result.length > 0 || undefined;
    };
    await eventually(scraped, { what: 'the figures of all instances', timeoutMs: 60_000 });
  }, 240_000);

  afterAll(async () => {
    await load?.stop();
    await project.stop();
  });

  it('T-30: the checks pass where all is well', async () => {
    await project.shell.follow(stepsOf('docs/deployment/checklists.md', 'checks-before'));
  }, 240_000);

  it('T0 and T+5: the change is made, and the checks after it pass', async () => {
    load!.breaks('the change of the checklist');
    await project.shell.follow(stepsOf('docs/deployment/checklists.md', 'checks-change'));
    const answers = await project.shell.follow(stepsOf('docs/deployment/checklists.md', 'checks-after'));
    for (const part of ['redis', 'operator-1', 'nginx']) expect(answers[1]).toContain(`${part}: `);
    await load!.expectComplete();
  }, 360_000);

  it('T+24 h: the checks pass', async () => {
    await project.shell.follow(stepsOf('docs/deployment/checklists.md', 'checks-day'));
  }, 60_000);

  it('a log with a secret is found', async () => {
    await project.shell.command(
      'docker compose exec -T operator-1 sh -c \'echo "$VX11_OPERATOR_TOKEN"\' >> run/operator-2/operator-2.log',
    );
    await expect(project.shell.command('sh deploy/check-logs.sh')).rejects.toThrow(
      /operator-2: \d+ lines, 1 with a secret/,
    );
  }, 60_000);
});

interface Answer {
  readonly data: { readonly result: readonly unknown[] };
}
