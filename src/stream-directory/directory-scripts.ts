import { type LuaScript, luaScript, type ScriptOptions } from '../redis/lua-script.js';
import { type RedisConnection } from '../redis/redis-connection.js';
import { type RedisKeys } from '../redis/redis-keys.js';

type Args = readonly (string | number)[];

/** Returns a function that runs a script of the stream directory on a connection. */
export function directoryScript(
  { client }: RedisConnection,
  { streams }: RedisKeys,
  name: string,
  options: ScriptOptions = {},
): (args: Args) => Promise<unknown> {
  const library = new URL('./leases.lua', import.meta.url);
  const script: LuaScript = luaScript(client, new URL(`./${name}.lua`, import.meta.url), { ...options, library });
  return (args) => script([streams], args);
}
