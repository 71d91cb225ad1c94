import { type FileHandle, open } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

/** Calls `onLine` with every line of `file`, from its start, as they are written; after `signal` with those up to then. */
export async function followLog(file: string, onLine: (line: string) => void, signal: AbortSignal): Promise<void> {
  const log = await open(file, 'r');
  let rest = '';
  try {
    for (;;) {
      const last = signal.aborted;
      const lines = (rest + (await readOn(log))).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) onLine(line);
      if (last) return;
      await delay(100, undefined, { ref: false });
    }
  } finally {
    await log.close();
  }
}

/** What has been added to the file since it was last read. */
async function readOn(log: FileHandle): Promise<string> {
  const chunk = Buffer.alloc(65_536);
  let text = '';
  for (;;) {
    const { bytesRead } = await log.read(chunk, 0, chunk.length);
    if (bytesRead === 0) return text;
    text += chunk.toString('utf8', 0, bytesRead);
  }
}
