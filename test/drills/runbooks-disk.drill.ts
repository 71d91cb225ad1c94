// A full disk stops nothing, so nobody notices what is not written: not the log, not the audit trail. And an exporter that is gone
// makes other alerts blind. A disk of its own is mounted here, which only root may do.
import { join } from 'node:path';
import { eventually } from '../../cluster/eventually.js';
import { type Instance } from '../../cluster/instance.js';
import { Load } from '../chaos/support/load.js';
import { untilAlert, untilScraped } from '../support/raised-alerts.js';
import { ComposeProject } from './support/compose/project.js';
import { writeOverride } from './support/compose/settings.js';
import { stepsOf } from './support/document.js';
import { seconds } from './support/figures.js';
import { OwnDisk } from './support/own-disk.js';

describe('docs/runbooks, followed when a disk is full and an exporter is gone', () => {
  let project: ComposeProject;
  let disk: OwnDisk;
  let load: Load;
  let victim: Instance;

  beforeAll(async () => {
    project = await ComposeProject.create();
    disk = await OwnDisk.mount(project.parts.directoryOf('operator-2'));
    writeOverride(project, { 'operator-2': { VX11_AUDIT: join(disk.path, 'audit.log') } });
    await project.begin();
    victim = project.parts.instances.get('operator-2')!;
    load = await Load.start(project, { streams: 20, throughNginx: true });
    await load.flows();
    await untilScraped(project.parts.prometheus!, project.all.length);
  }, 180_000);

  afterAll(async () => {
    await load.stop();
    await project.stop();
    await disk.unmount();
  }, 60_000);

  it('LogLinesLost, AuditLinesLost, DiskFilling and ScrapeMissing: each is seen, and mended', async () => {
    const { prometheus } = project.parts;
    load.breaks('a full disk of the log and the audit trail');
    disk.fill();
    await project.parts.stop('nginx-exporter');

    await seconds('LogLinesLost', () => untilAlert(prometheus!, 'LogLinesLost'));
    const [seen] = await project.shell.follow(stepsOf('docs/runbooks/observability.md', 'log-lost'));
    expect(seen).toContain(`:${victim.port}"`);
    expect(seen).toMatch(new RegExp(`100% ${disk.path}$`, 'm'));
    await untilAlert(prometheus!, 'AuditLinesLost');
    const [untold] = await project.shell.follow(stepsOf('docs/runbooks/observability.md', 'audit-lost'));
    expect(untold).toContain(`:${victim.port}"`);

    await seconds('ScrapeMissing', () => untilAlert(prometheus!, 'ScrapeMissing', { timeoutMs: 400_000 }));
    const [missing] = await project.shell.follow(stepsOf('docs/runbooks/observability.md', 'scrape-missing'));
    expect(missing).toContain('job="nginx"');
    await untilAlert(prometheus!, 'ScrapeMissing', { gone: true });
    expect(await project.shell.follow(stepsOf('docs/runbooks/observability.md', 'scrape-works'))).toEqual([
      expect.not.stringContaining('up{'),
    ]);

    await seconds('DiskFilling', () => untilAlert(prometheus!, 'DiskFilling', { timeoutMs: 700_000 }));
    await project.shell.follow(stepsOf('docs/runbooks/instances.md', 'disk-filling'));
    disk.makeRoom();
    await untilAlert(prometheus!, 'DiskFilling', { gone: true });

    const announced = () => /log lines were lost/.test(victim.output()) || undefined;
    await eventually(announced, { what: 'the log to say how many lines are missing' });
    await project.shell.follow(stepsOf('docs/runbooks/observability.md', 'log-written'));
    await project.shell.follow(stepsOf('docs/runbooks/observability.md', 'audit-written'));
    for (const alert of ['LogLinesLost', 'AuditLinesLost']) {
      await untilAlert(prometheus!, alert, { gone: true, timeoutMs: 400_000 });
    }
    await load.expectComplete();
  }, 1_800_000);
});
