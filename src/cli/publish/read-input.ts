import { createReadStream } from 'node:fs';
import { type Readable } from 'node:stream';
import { CliFailure } from '../cli-failure.js';
import { type InputLine } from './input-line.js';
import { MAX_LINE_BYTES } from './limits.js';
import { splitLines } from './split-lines.js';

/**
 * Reads the lines of the files, one file after the other; `-` is standard input, and so is an empty list. Ends early when
 * `stop` aborts.
 * @throws CliFailure `input_output` if a file cannot be read
 */
export async function* readInput(
  files: readonly string[],
  stdin: Readable,
  stop: AbortSignal,
): AsyncGenerator<InputLine, void, undefined> {
  for (const file of files.length === 0 ? ['-'] : files) {
    const source = file === '-' ? stdin : createReadStream(file);
    const place = (number: number) => (files.length === 0 ? String(number) : `${file}:${number}`);
    for await (const line of splitLines(chunksOf(source, file, stop), MAX_LINE_BYTES, place)) {
      // After `stop` the last line may be incomplete.
      if (!(stop.aborted && line.unfinished)) yield line;
    }
    if (stop.aborted) return;
  }
}

async function* chunksOf(source: Readable, file: string, stop: AbortSignal): AsyncGenerator<Buffer, void, undefined> {
  const end = () => source.destroy();
  stop.addEventListener('abort', end);
  try {
    if (stop.aborted) return;
    for await (const chunk of source) yield chunk as Buffer;
  } catch (error) {
    if (stop.aborted) return;
    const { code, message } = error as NodeJS.ErrnoException;
    throw new CliFailure(
      'input_output',
      `${file === '-' ? 'Standard input' : file} cannot be read: ${code ?? message}.`,
    );
  } finally {
    stop.removeEventListener('abort', end);
  }
}
