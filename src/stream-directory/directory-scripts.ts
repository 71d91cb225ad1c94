import { type Redis } from 'ioredis';
import { KEYS } from '../redis/redis-keys.js';
import { type LuaScript, luaScript, type ScriptOptions } from '../redis/lua-script.js';

type Args = readonly (string | number)[];

/** Makes a script of the directory callable on `client`. */
export function directoryScript(
  client: Redis,
  name: string,
  options: ScriptOptions = {},
): (args: Args) => Promise<unknown> {
  const library = new URL('./leases.lua', import.meta.url);
  const command = `directory_${name}${options.allowOom ? '_oom' : ''}`;
  const script: LuaScript = luaScript(client, command, new URL(`./${name}.lua`, import.meta.url), {
    ...options,
    library,
  });
  return (args) => script([KEYS.streams], args);
}
