// A backup that was never restored is a hope.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../../cluster/eventually.js';
import { Load } from '../chaos/support/load.js';
import { event } from '../support/api.js';
import { ComposeProject } from './support/compose/project.js';
import { stepsOf } from './support/document.js';
import { seconds } from './support/figures.js';

describe('docs/deployment/backup.md, followed under load', () => {
  let project: ComposeProject;
  let load: Load | undefined;
  const publish = (count: number) =>
    project.api.publish(...Array.from({ length: count }, (_, n) => event({ module: 'backed-up', summary: `${n}` })));
  /** What the log has; while Redis comes back there is no answer yet. */
  const history = () =>
    eventually(
      async () => {
        const { status, body } = await project.api.call('GET', '/operator/api/events?module=backed-up&limit=500');
        return status === 200 ? (body.events as { summary: string }[]).map(({ summary }) => summary) : undefined;
      },
      { what: 'the history' },
    );

  beforeAll(async () => void (project = await ComposeProject.start()), 120_000);
  afterAll(async () => {
    await load?.stop();
    await project.stop();
  });

  it('a backup costs nobody anything; restored, it has what was accepted before it, and streams are told', async () => {
    await publish(300);
    const before = await history();
    expect(before).toHaveLength(300);
    load = await Load.start(project, { throughNginx: true });
    await load.flows();
    load.breaks('a backup of Redis');
    await project.shell.follow(stepsOf('docs/deployment/backup.md', 'backup'));
    await load.flows();
    await load.expectComplete();

    await publish(50);
    const stream = await project.api.stream('snapshot=0');
    await stream.first('snapshot');
    const [restore, ...checks] = stepsOf('docs/deployment/backup.md', 'restore');
    await seconds('restore', () => project.shell.run(restore!));
    await stream.until(() => stream.framesOf('gap').length > 0, 'the gap to be told', 60_000);
    expect(JSON.parse(stream.framesOf('gap')[0]!.data)).toMatchObject({ reason: 'log_rewound' });
    await project.shell.follow(checks);
    expect(await history()).toEqual(before);
    const [after] = await publish(1);
    await stream.until(() => stream.lastEventId === after, 'an event after the restore');
    stream.close();
  }, 300_000);

  it('what is no whole backup is refused, and changes nothing', async () => {
    const before = await history();
    writeFileSync(join(project.directory, 'broken.tar.gz'), 'no backup');
    await expect(project.shell.command('sh deploy/restore.sh broken.tar.gz')).rejects.toThrow('is no whole backup');
    expect(await history()).toEqual(before);
    await expect(project.shell.command('sh deploy/backup.sh redis.tar.gz')).rejects.toThrow('is there already');
    expect(await project.redis.cli('CONFIG', 'GET', 'auto-aof-rewrite-percentage')).toMatch(/100$/);
  }, 60_000);

  it('everything is lost: the backup brings it back', async () => {
    await project.shell.command('rm redis.tar.gz && sh deploy/backup.sh redis.tar.gz');
    const before = await history();
    await project.redis.stop();
    project.redis.wipe();
    await project.redis.start();
    expect(await history()).toEqual([]);
    await project.shell.follow(stepsOf('docs/deployment/backup.md', 'restore'));
    expect(await history()).toEqual(before);
    await publish(1);
  }, 120_000);
});
