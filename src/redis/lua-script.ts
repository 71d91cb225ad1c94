import { readFileSync } from 'node:fs';
import { type Redis } from 'ioredis';

/** Runs a script by its digest; the text travels once per connection. */
export type LuaScript = (keys: readonly string[], args: readonly (string | number)[]) => Promise<unknown>;

/** Makes the script in `file` callable on `client`. */
export function luaScript(client: Redis, name: string, file: URL): LuaScript {
  client.defineCommand(name, { lua: readFileSync(file, 'utf8') });
  const run = Reflect.get(client, name) as (...args: (string | number)[]) => Promise<unknown>;
  return (keys, args) => run.call(client, keys.length, ...keys, ...args);
}
