import { eventually } from '../../../cluster/eventually.js';
import { MemoryTerminal } from '../../../test/cli/support/memory-terminal.js';
import { type PublishAnswer, ScriptedServer } from '../../../test/cli/support/scripted-server.js';
import { run } from '../run.js';

let server: ScriptedServer;

async function publish(args: string[], { stdin, script = [] }: { stdin?: string; script?: PublishAnswer[] } = {}) {
  server = await ScriptedServer.start(script);
  const terminal = new MemoryTerminal({ VX11_CREDENTIAL: 'c', VX11_URL: server.baseUrl }, stdin);
  const running = run(['publish', ...args], terminal);
  return { terminal, running, published: () => server.calls.flat() };
}

describe('publish', () => {
  afterEach(() => server.stop());

  it('publishes plain lines as summaries, and prints how many', async () => {
    const { running, terminal, published } = await publish(['--module', 'app'], { stdin: 'one\n\ntwo\n' });
    expect(await running).toBe(0);
    expect(published()).toMatchObject([
      { summary: 'one', module: 'app', severity: 'info', event_type: 'log.line' },
      { summary: 'two' },
    ]);
    expect(terminal.errors).toMatch(/^2 published, 0 refused, \d+\/s\n$/);
    expect(terminal.text).toBe('');
  });

  it('ends with exit code 8 and the numbers of the lines that were refused', async () => {
    const bad: PublishAnswer = {
      status: 400,
      body: { errors: [{ field: 'events[1].module', message: 'is missing' }] },
    };
    const { running, terminal, published } = await publish([], {
      stdin: '{"n":1}\nnonsense\n{"n":2}\n{"n":3',
      script: [bad],
    });
    expect(await running).toBe(8);
    expect(published().map(({ n }) => n)).toEqual([1, 2, 1]);
    expect(terminal.errors.split('\n').slice(0, 3).sort()).toEqual([
      'line 2 refused: is not JSON',
      'line 3 refused: module is missing',
      'line 4 refused: is incomplete: the input ends without a line end',
    ]);
  });

  it('prints refused lines and the summary as NDJSON with --json', async () => {
    const { running, terminal } = await publish(['--json', '-q'], { stdin: 'nonsense\n{}\n' });
    expect(await running).toBe(8);
    const records = terminal.text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(records).toEqual([
      { refused: '1', reason: 'is not JSON' },
      expect.objectContaining({ published: 1, refused: 1, batches: 1, retries: 0 }),
    ]);
    expect(terminal.errors).toBe('');
  });

  it('sends the lines that it has read when it is interrupted', async () => {
    const { running, terminal, published } = await publish(['--module', 'app']);
    terminal.stdin.push('one\ntwo\nhal');
    await eventually(() => terminal.stdin.readableLength === 0 || undefined, { what: 'the input to be read' });
    await new Promise((resolve) => setImmediate(resolve)); // what was read becomes events within the turn
    terminal.interruption.abort();
    expect(await running).toBe(130);
    expect(published()).toMatchObject([{ summary: 'one' }, { summary: 'two' }]);
  });

  it('sends the lines that it has read before an input that cannot be read', async () => {
    const { running, published } = await publish(['--module', 'app', '-', '/does/not/exist'], { stdin: 'one\n' });
    expect(await running).toBe(12);
    expect(published()).toHaveLength(1);
  });

  it('stops if the credential lacks the right, although its input is still open', async () => {
    const { running, terminal } = await publish(['--module', 'app'], {
      script: [{ status: 403, body: { code: 'forbidden', detail: 'no right' } }],
    });
    terminal.stdin.push('one\n');
    expect(await running).toBe(7);
    expect(terminal.errors).toMatch(/vx11: The credential lacks the right to publish\. 403 forbidden: no right\n$/);
  });
});
