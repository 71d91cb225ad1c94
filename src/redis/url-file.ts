import { Logger } from '@nestjs/common';
import { type Redis } from 'ioredis';
import { FileWatch, type FileWatchOptions } from '../files/file-watch.js';
import { locationOf } from './redis-options.js';
import { type RedisSettings } from './redis-settings.js';

/** A file with the URL of Redis, as it was read at start. */
export type UrlFile = Pick<FileWatchOptions, 'path' | 'identity'>;

const MAX_BYTES = 65_536;

/**
 * Reads the file of the URL again when it changes: its user and password count for each connection that is made from then on.
 * Connections that are up stay. What cannot be used changes nothing, nor does another server, since tokens and events are
 * in the one of before.
 */
export function followUrlFile(file: UrlFile, settings: RedisSettings, clients: readonly Redis[]): FileWatch {
  const logger = new Logger('Redis');
  const refuse = (reason: string) => logger.error(`${file.path} ${reason}; what it said before still counts.`);
  return new FileWatch({
    ...file,
    maxBytes: MAX_BYTES,
    unreadable: refuse,
    changed: (text) => {
      const url = text.trim();
      if (!URL.canParse(url)) return refuse('holds no URL');
      if (serverOf(url) !== serverOf(settings.url)) return refuse('names another server, which needs a restart');
      const { username, password } = locationOf({ ...settings, url });
      // ioredis reads its options each time it connects.
      for (const client of clients) Object.assign(client.options, { username, password });
      logger.log(`${file.path} was read again: its user and password count for new connections.`);
    },
  });
}

/** A URL of Redis without its user and password. */
function serverOf(text: string): string {
  const url = new URL(text);
  url.username = url.password = '';
  return url.href;
}
