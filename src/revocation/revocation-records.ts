import { type Redis } from 'ioredis';
import { type LuaScript, luaScript } from '../redis/lua-script.js';
import { type RedisKeys } from '../redis/redis-keys.js';
import { KEPT } from './generations.js';

const PAGE = 1_000;

/** What the store has of revocations. */
export interface Recorded {
  readonly newest: number;
  readonly floor: number;
  /** By key, in ascending order. */
  readonly generations: ReadonlyMap<string, number>;
  /** The control stream can be followed. */
  readonly told: boolean;
}

/** What an instance knows and the store has lost. */
export interface Lost {
  readonly newest: number;
  readonly floor: number;
  readonly generations: readonly (readonly [key: string, generation: number])[];
  readonly told: boolean;
}

/** Revocations in Redis, over one connection. Errors are Redis' own. */
export class RevocationRecords {
  private readonly keys: readonly string[];
  private readonly readScript: LuaScript;
  private readonly revokeScript: LuaScript;
  private readonly restoreScript: LuaScript;

  constructor(
    client: Redis,
    { revocations, generations, control }: RedisKeys,
    private readonly kept = KEPT,
  ) {
    this.keys = [revocations, generations, control];
    const library = new URL('./records.lua', import.meta.url);
    const script = (name: string, options = {}) =>
      luaScript(client, `${name}Revocations`, new URL(`./${name}.lua`, import.meta.url), options);
    this.readScript = script('read');
    this.revokeScript = script('revoke', { library });
    this.restoreScript = script('restore', { library });
  }

  /** Numbers a revocation, tells all instances, and returns its number. */
  async revoke(key: string): Promise<number> {
    return (await this.revokeScript(this.keys, [key, this.kept])) as number;
  }

  async read(): Promise<Recorded> {
    const generations = new Map<string, number>();
    for (let from = '-inf'; ;) {
      const reply = await this.readScript(this.keys, [from, PAGE]);
      const [newest, floor, told, flat] = reply as [number, number, number, string[]];
      for (let i = 0; i < flat.length; i += 2) {
        const [key, generation] = [flat[i] ?? '', Number(flat[i + 1])];
        generations.delete(key);
        if (Number.isSafeInteger(generation)) generations.set(key, generation);
      }
      if (flat.length < 2 * PAGE) return { newest, floor, generations, told: told === 1 };
      // Two may have the same generation after a failover.
      const last = flat.at(-1) ?? '';
      from = last === from ? `(${last}` : last;
    }
  }

  /** Brings back what was lost; what is there is never lowered. */
  async restore({ newest, floor, generations, told }: Lost): Promise<void> {
    for (let start = 0; start === 0 || start < generations.length; start += PAGE) {
      const pairs = generations.slice(start, start + PAGE).flat();
      await this.restoreScript(this.keys, [this.kept, newest, floor, told || start > 0 ? 0 : 1, ...pairs]);
    }
  }
}
