import { closeSync, openSync, writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { isatty, ReadStream } from 'node:tty';

/**
 * Asks the user a question and returns the line typed, without showing it. It uses the terminal of the process, since standard
 * input may be a pipe with other content. Returns undefined if there is no terminal, or at Ctrl-C.
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
    // The process has no terminal.
  }
  return undefined;
}
