import { readFileSync } from 'node:fs';
import { type Redis } from 'ioredis';

/** Runs a script by its digest; the text travels once per connection. */
export type LuaScript = (keys: readonly string[], args: readonly (string | number)[]) => Promise<unknown>;

/**
 * Makes the script in `file` callable on `client`. A script that is called `alone` is sent at once, not with whatever else
 * is asked in the same turn: the pipeline for that costs more than it saves where calls seldom come together.
 */
export function luaScript(client: Redis, name: string, file: URL, { alone = false } = {}): LuaScript {
  if (alone) client.options.autoPipeliningIgnoredCommands?.push(name);
  client.defineCommand(name, { lua: readFileSync(file, 'utf8') });
  const run = Reflect.get(client, name) as (...args: (string | number)[]) => Promise<unknown>;
  return (keys, args) => run.call(client, keys.length, ...keys, ...args);
}
