import { closeSync, openSync } from 'node:fs';
import { parsePosition } from '#client';
import { eventually } from '../../cluster/eventually.js';
import { type Instance } from '../../cluster/instance.js';
import { numbered, reaching, startInMemory, summaries } from './support/service.js';
import { Vx11, vx11 } from './support/vx11.js';

describe('tail', () => {
  let service: Instance;
  beforeAll(async () => void (service = await startInMemory({ VX11_LOG_MAX_ENTRIES: '200' })));
  afterAll(() => service.kill());

  const env = () => reaching(service);
  const publish = (module: string, lines: readonly string[], ...more: string[]) =>
    vx11(['publish', '--module', module, ...more], { env: env(), stdin: lines.join('\n') });

  it('prints one line for each event, with control characters as text', async () => {
    await publish('painted', ['a\u001b[2Jb'], '--severity', 'warn', '--type', 'x.y');
    const { code, stdout } = await vx11(['tail', '--module', 'painted', '-n', '1'], { env: env() });
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^\S+Z warn {5}painted x\.y a\\u001b\[2Jb\n$/)]);
  });

  it('filters by severity, module and type', async () => {
    await publish('f1', ['keep'], '--severity', 'error', '--type', 'k');
    await publish('f1', ['other type'], '--severity', 'error');
    await publish('f1', ['other severity'], '--type', 'k');
    await publish('f2', ['keep too'], '--severity', 'critical', '--type', 'k');
    const args = [
      'tail',
      '--json',
      '--since',
      'start',
      '--module',
      'f1,f2',
      '--severity',
      'error',
      '--severity',
      'critical',
      '--type',
      'k',
      '-n',
      '2',
    ];
    const { stdout } = await vx11(args, { env: env() });
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { summary: string }).summary),
    ).toEqual(['keep', 'keep too']);
  });

  it('ends at Ctrl-C with the position from which another one continues', async () => {
    await publish('positions', numbered(1, 3));
    const first = new Vx11(['tail', '--json', '--module', 'positions'], { env: env() });
    await first.printed(3);
    first.signal('SIGINT');
    expect(await first.exit).toBe(0);
    await publish('positions', numbered(4, 6));
    const { position } = JSON.parse(first.stderr) as { position: string };
    const second = await vx11(['tail', '--json', '--module', 'positions', '--since', position, '-n', '3'], {
      env: env(),
    });
    expect([
      ...summaries(first.lines, 'positions'),
      ...summaries(second.stdout.trim().split('\n'), 'positions'),
    ]).toEqual(numbered(1, 6));
    expect(second.stderr).not.toContain('gap');
  });

  it('begins at a time', async () => {
    await publish('times', ['before']);
    const first = await vx11(['tail', '--json', '--module', 'times', '-n', '1'], { env: env() });
    const { position } = JSON.parse(first.stderr) as { position: string };
    const next = parsePosition(position)!.ms + 1;
    await eventually(() => Date.now() >= next || undefined, { what: 'the clock to pass the first event' });
    await publish('times', ['after']);
    const since = new Date(next).toISOString();
    const { stdout } = await vx11(['tail', '--json', '--module', 'times', '--since', since, '-n', '1'], { env: env() });
    expect(summaries([stdout.trim()], 'times')).toEqual(['after']);
  });

  it('prints a gap if the log no longer has the missed events', async () => {
    await publish('gaps', ['old']);
    const first = await vx11(['tail', '--json', '--module', 'gaps', '-n', '1'], { env: env() });
    const { position } = JSON.parse(first.stderr) as { position: string };
    await publish('gaps', numbered(1, 2_000));
    const { stdout, stderr } = await vx11(['tail', '--json', '--since', position, '-n', '1'], { env: env() });
    expect(JSON.parse(stderr.split('\n')[0] ?? '')).toMatchObject({
      notice: 'gap',
      reason: 'trimmed',
      missed_from: position,
    });
    expect(JSON.parse(stdout)).toMatchObject({ module: 'gaps' });
  });

  it('ends without a message when its reader has closed the pipe', async () => {
    const reader = new Vx11(['tail', '--since', 'start'], { env: env() });
    await reader.printed(1);
    reader.closeStdout();
    await publish('closed', numbered(1, 100));
    expect([await reader.exit, reader.stderr]).toEqual([0, '']);
  });

  it('ends with a message when the disk is full', async () => {
    const full = openSync('/dev/full', 'w');
    const { code, stderr } = await vx11(['tail', '--since', 'start'], { env: env(), stdoutFile: full });
    closeSync(full);
    expect([code, stderr]).toEqual([12, 'vx11: Writing to standard output failed: the disk is full.\n']);
  });
});
