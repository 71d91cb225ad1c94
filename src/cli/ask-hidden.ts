import { closeSync, openSync, writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { isatty, ReadStream } from 'node:tty';

/**
 * Asks at the terminal without showing what is typed; undefined where there is no terminal, or at Ctrl-C. Standard input
 * may be a pipe with something else in it, so the terminal itself is asked.
 */
export async function askHidden(question: string): Promise<string | undefined> {
  const terminal = openTerminal();
  if (terminal === undefined) return undefined;
  const input = new ReadStream(terminal);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input, output: silent, terminal: true });
  writeSync(terminal, question);
  try {
    return await new Promise<string | undefined>((resolve) => {
      lines.once('line', resolve);
      lines.once('close', () => resolve(undefined));
    });
  } finally {
    writeSync(terminal, '\n');
    lines.close();
    input.destroy();
  }
}

function openTerminal(): number | undefined {
  try {
    const descriptor = openSync('/dev/tty', 'r+');
    if (isatty(descriptor)) return descriptor;
    closeSync(descriptor);
  } catch {
    // A process without a terminal: nobody to ask.
  }
  return undefined;
}
