// Scripts rely on options and exit codes, so the reference must show those that the program has.
import { PassThrough } from 'node:stream';
import { EXIT_CODES } from '../../src/cli/exit-codes.js';
import { createProgram } from '../../src/cli/program.js';
import { type Terminal } from '../../src/cli/terminal.js';
import { page, rowsOf } from './support/markdown.js';

const reference = page('docs/reference/cli.md');

describe('the reference of the command line', () => {
  it('has every exit code with its meaning, and no other', () => {
    const documented = rowsOf('docs/reference/cli.md', 'code').map(({ code, meaning }) => [code, meaning]);
    expect(documented).toEqual(Object.values(EXIT_CODES).map(({ code, when }) => [`\`${code}\``, when]));
  });

  it('shows the help of every command as it is printed, and no other command', () => {
    const stdout = new PassThrough();
    const terminal = { stdout, stderr: stdout, stdin: stdout, env: {} } as unknown as Terminal;
    const { commands } = createProgram(terminal, () => undefined);
    expect([...reference.matchAll(/^## (?!Exit)(.*)$/gm)].map(([, name]) => name)).toEqual(
      commands.map((c) => c.name()),
    );
    for (const command of commands) {
      command.exitOverride().configureOutput({ writeOut: (text) => stdout.write(text) });
      expect(() => command.parse(['--help'], { from: 'user' })).toThrow();
      const printed = String(stdout.read()).trimEnd();
      expect(reference).toContain(`## ${command.name()}\n\n\`\`\`text\n${printed}\n\`\`\``);
    }
  });
});
