import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { Command, type Redis } from 'ioredis';
import { GatheredWrites } from './gathered-writes.js';

/** Runs a Lua script by its digest. Its text is sent once per connection. Resolves with the reply of the script. */
export type LuaScript = (keys: readonly string[], args: readonly (string | number)[]) => Promise<unknown>;

export interface ScriptOptions {
  /** Files with functions that scripts share, which are put before the script. */
  readonly library?: URL | readonly URL[];
  /** Runs the script even when Redis is out of memory. */
  readonly allowOom?: boolean;
}

type SendScript = (
  command: 'eval' | 'evalsha',
  script: string,
  keys: readonly string[],
  args: readonly (string | number)[],
) => Promise<unknown>;

/**
 * Returns a function that runs the script in `file` on `client`. The calls of all scripts are written to its socket together, as
 * `GatheredWrites` says.
 */
export function luaScript(client: Redis, file: URL, options: ScriptOptions = {}): LuaScript {
  const text = textOf(file, options);
  const digest = createHash('sha1').update(text).digest('hex');
  /** The connections whose server has the script. */
  const known = new WeakSet<Socket>();
  const send: SendScript = async (command, script, keys, args) => {
    const socket = socketOf(client);
    const writes = socket && GatheredWrites.of(socket);
    writes?.begin();
    try {
      const call = new Command(command, [script, keys.length, ...keys, ...args], { replyEncoding: 'utf8' });
      return await client.sendCommand(call);
    } finally {
      writes?.settled();
    }
  };
  return async (keys, args) => {
    // A caller that tries again at once must not keep the event loop from noticing that the connection is lost, or back.
    if (!socketOf(client)?.writable) await setImmediate();
    const socket = socketOf(client);
    if (socket && !known.has(socket)) {
      known.add(socket);
      return send('eval', text, keys, args);
    }
    try {
      return await send('evalsha', digest, keys, args);
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
      return send('eval', text, keys, args);
    }
  };
}

/** The socket of a client that is ready; undefined also for the client of a cluster, which has several. */
function socketOf({ status, stream }: { status: string; stream?: Socket }): Socket | undefined {
  return status === 'ready' ? stream : undefined;
}

/** The script with its library. The script's first line (`#!lua`) holds its flags, so it stays the first. */
function textOf(file: URL, { library = [], allowOom }: ScriptOptions): string {
  const text = readFileSync(file, 'utf8');
  const [first = ''] = text.split('\n', 1);
  const shared = [library]
    .flat()
    .map((one) => readFileSync(one, 'utf8'))
    .join('');
  return `${allowOom ? `${first} flags=allow-oom` : first}\n${shared}${text.slice(first.length + 1)}`;
}
