import { type FileHandle, open } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

/** Calls `onLine` for every line of `file`, from the first, also for those written later. Ends when `signal` aborts. */
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

/** Returns what was added to the file since the last call. */
async function readOn(log: FileHandle): Promise<string> {
  const chunk = Buffer.alloc(65_536);
  let text = '';
  for (;;) {
    const { bytesRead } = await log.read(chunk, 0, chunk.length);
    if (bytesRead === 0) return text;
    text += chunk.toString('utf8', 0, bytesRead);
  }
}
