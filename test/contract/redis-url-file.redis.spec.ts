// The password of Redis must be replaceable without a restart, which would cut every stream. A mistake in the file must cut no stream.
import { randomBytes } from 'node:crypto';
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { eventually } from '../../cluster/eventually.js';
import { RedisServer } from '../../cluster/redis-server.js';
import { createRunDirectory } from '../../cluster/run-directory.js';
import { type RedisService } from '../../src/redis/redis.service.js';
import { used } from '../support/used-credentials.js';
import { close, connect, lost, ready } from './support/redis-connections.js';

describe('the file with the URL of Redis', () => {
  const path = join(createRunDirectory('redis-url-file'), 'redis-url');
  let server: RedisServer;
  let service: RedisService;
  const logged: string[] = [];

  /** Puts another file in its place, as a whole. */
  function replace(text: string): void {
    writeFileSync(`${path}.new`, text, { mode: 0o600 });
    renameSync(`${path}.new`, path);
  }

  beforeAll(async () => {
    Logger.overrideLogger({ log: note, warn: note, error: note });
    server = await RedisServer.start();
    replace(server.url);
    service = await connect({ REDIS_URL_FILE: path });
  });
  afterAll(async () => {
    await close(service);
    await server.kill();
  });
  function note(line: string): void {
    logged.push(line);
  }
  const told = (pattern: RegExp) =>
    eventually(() => logged.some((line) => pattern.test(line)) || undefined, { what: `the log to say ${pattern}` });
  /** Cuts all connections of the service and waits until they are back. */
  async function reconnects(): Promise<void> {
    const broken = lost(service);
    await server.cli('CLIENT', 'KILL', 'USER', 'vx11');
    await broken;
    await ready(service);
  }

  it('changes nothing where it holds nothing useful, or another server', async () => {
    replace('nonsense');
    await told(/holds no URL; what it said before still counts/);
    replace('redis://vx11:hunter2@192.0.2.1:6379');
    await told(/names another server, which needs a restart/);
    await reconnects();
    expect(logged.join('\n')).not.toContain('hunter2');
  });

  it('is read again: its password counts for connections that are made from then on, and no other is cut', async () => {
    const password = used(randomBytes(24).toString('hex'));
    await server.cli('ACL', 'SETUSER', 'vx11', 'resetpass', `>${password}`);
    const url = new URL(server.url);
    url.password = password;
    replace(url.href);
    await told(/user and password count for new connections/);
    expect(await service.commands.client.time()).toHaveLength(2);
    await reconnects();
    expect(Object.values(service.connected)).toEqual([1, 1, 1]);
    expect(logged.join('\n')).not.toContain(password);
  });
});
