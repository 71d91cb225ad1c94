import { readdirSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { gzipSync } from 'node:zlib';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** A file as it is sent. */
export interface PageFile {
  readonly type: string;
  readonly plain: Buffer;
  readonly gzipped: Buffer;
}

/** The files of the built page, some 100 KB, read once. A request can name no other file. */
export interface PageFiles {
  readonly index: PageFile;
  /** `sse-client.js`, which leads to the asset that has the client. */
  readonly client: PageFile;
  readonly assets: ReadonlyMap<string, PageFile>;
}

/** `dist/ui/`, for the code in `src/` as well as for that in `dist/`. */
export const PAGE_FOLDER = new URL('../../dist/ui/', import.meta.url);

/** Returns the built page; undefined if there is none. The page reads `heartbeatMs` from its root element. */
export function readPageFiles(heartbeatMs: number, folder = PAGE_FOLDER): PageFiles | undefined {
  try {
    const html = readFileSync(new URL('index.html', folder), 'utf8');
    const assets = new URL('assets/', folder);
    return {
      index: fileOf('index.html', Buffer.from(html.replace('<html', `<html data-heartbeat-ms="${heartbeatMs}"`))),
      client: fileOf('sse-client.js', readFileSync(new URL('sse-client.js', folder))),
      assets: new Map(readdirSync(assets).map((name) => [name, fileOf(name, readFileSync(new URL(name, assets)))])),
    };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function fileOf(name: string, plain: Buffer): PageFile {
  return { type: TYPES[extname(name)] ?? 'application/octet-stream', plain, gzipped: gzipSync(plain, { level: 9 }) };
}
