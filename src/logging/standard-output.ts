import { fstatSync } from 'node:fs';
import { isatty, type WriteStream } from 'node:tty';
import { FileSink } from './file-sink.js';
import { type Sink } from './sink.js';

const STDOUT = 1;

/** Standard output, whatever it is: a file, a device, a pipe, a socket, a terminal. */
export function standardOutput(): Sink {
  const status = fstatSync(STDOUT);
  const isDevice = status.isCharacterDevice() && !isatty(STDOUT);
  return status.isFile() || isDevice ? new FileSink(STDOUT) : streamSink(process.stdout);
}

function streamSink(stream: WriteStream): Sink {
  neverBlock(stream);
  return {
    isTerminal: stream.isTTY,
    get waiting() {
      return stream.writableLength;
    },
    write: (text, done) => void stream.write(text, done),
  };
}

/**
 * A reader that does not read, or has gone, must not stop or end this process. node writes to pipes without waiting, but to
 * a terminal it waits, also while somebody holds it with Ctrl-S.
 */
export function neverBlock(stream: NodeJS.WriteStream): void {
  stream.on('error', () => undefined);
  const { _handle: handle } = stream as { _handle?: { setBlocking?: (blocking: boolean) => void } };
  if (stream.isTTY) handle?.setBlocking?.(false);
}
