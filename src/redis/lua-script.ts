import { readFileSync } from 'node:fs';
import { type Redis } from 'ioredis';

/** Runs a Lua script by its digest. Its text is sent once per connection. Resolves with the reply of the script. */
export type LuaScript = (keys: readonly string[], args: readonly (string | number)[]) => Promise<unknown>;

export interface ScriptOptions {
  /**
   * Sends each call at once, without auto-pipelining it with other commands of the same turn of the event loop. For scripts
   * whose calls seldom coincide a pipeline costs more than it saves.
   */
  readonly alone?: boolean;
  /** Files with functions that scripts share, which are put before the script. */
  readonly library?: URL | readonly URL[];
  /** Runs the script even when Redis is out of memory. */
  readonly allowOom?: boolean;
}

/** Returns a function that runs the script in `file` on `client`; `name` is its name as a command of ioredis. */
export function luaScript(client: Redis, name: string, file: URL, options: ScriptOptions = {}): LuaScript {
  if (options.alone) client.options.autoPipeliningIgnoredCommands?.push(name);
  client.defineCommand(name, { lua: textOf(file, options) });
  const run = Reflect.get(client, name) as (...args: (string | number)[]) => Promise<unknown>;
  return (keys, args) => run.call(client, keys.length, ...keys, ...args);
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
