import { closeSync, fstatSync, openSync, readFileSync, statSync, type BigIntStats } from 'node:fs';

/** Why a file cannot be read, in words that fit after its path. */
export class UnreadableFileError extends Error {
  override readonly name = 'UnreadableFileError';
}

export interface ReadFile {
  readonly text: string;
  /** Another one once the file was written, or another file stands in its place. */
  readonly identity: string;
}

/** What tells one state of a file from every other. */
export function identityOf({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
  return [dev, ino, size, mtimeNs, ctimeNs].join(':');
}

/**
 * Reads a file of at most `maxBytes` in UTF-8.
 * @throws UnreadableFileError
 */
export function readSmallFile(path: string, maxBytes: number): ReadFile {
  try {
    // Opening a pipe would wait for somebody to write into it.
    if (!statSync(path).isFile()) throw new UnreadableFileError('is not a file');
    const file = openSync(path, 'r');
    try {
      const stats = fstatSync(file, { bigint: true });
      if (stats.size > maxBytes) throw new UnreadableFileError(`is larger than ${maxBytes} bytes`);
      return { text: decode(readFileSync(file)), identity: identityOf(stats) };
    } finally {
      closeSync(file);
    }
  } catch (error) {
    if (error instanceof UnreadableFileError) throw error;
    throw new UnreadableFileError(reasonOf((error as NodeJS.ErrnoException).code));
  }
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UnreadableFileError('is not text in UTF-8');
  }
}

/** For people; `code` is the system's. */
export function reasonOf(code: string | undefined): string {
  switch (code) {
    case 'ENOENT':
      return 'does not exist';
    case 'EACCES':
      return 'may not be read by this user';
    default:
      return `cannot be read (${code ?? 'unknown reason'})`;
  }
}
