import { readFileSync } from 'node:fs';
import { type Redis } from 'ioredis';

/** Runs a script by its digest; the text travels once per connection. */
export type LuaScript = (keys: readonly string[], args: readonly (string | number)[]) => Promise<unknown>;

export interface ScriptOptions {
  /**
   * Sent at once, not with whatever else is asked in the same turn: the pipeline for that costs more than it saves where
   * calls seldom come together.
   */
  readonly alone?: boolean;
  /** What the script begins with: functions that it shares with others. */
  readonly library?: URL;
  /** Runs also when Redis is out of memory. */
  readonly allowOom?: boolean;
}

/** Makes the script in `file` callable on `client`. */
export function luaScript(client: Redis, name: string, file: URL, options: ScriptOptions = {}): LuaScript {
  if (options.alone) client.options.autoPipeliningIgnoredCommands?.push(name);
  client.defineCommand(name, { lua: textOf(file, options) });
  const run = Reflect.get(client, name) as (...args: (string | number)[]) => Promise<unknown>;
  return (keys, args) => run.call(client, keys.length, ...keys, ...args);
}

/** The first line of a script says how it is run, so a library comes after it. */
function textOf(file: URL, { library, allowOom }: ScriptOptions): string {
  const text = readFileSync(file, 'utf8');
  const [first = ''] = text.split('\n', 1);
  const shared = library ? readFileSync(library, 'utf8') : '';
  return `${allowOom ? `${first} flags=allow-oom` : first}\n${shared}${text.slice(first.length + 1)}`;
}
