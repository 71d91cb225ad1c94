import { type Redis } from 'ioredis';
import { type LuaScript, luaScript } from '../redis/lua-script.js';
import { type RedisKeys } from '../redis/redis-keys.js';
import { GENERATIONS_KEPT } from './generations.js';

const PAGE = 1_000;

/** The revocations in Redis. */
export interface StoredRevocations {
  /** The number of the newest revocation. */
  readonly newest: number;
  /** The generation that all principals have. */
  readonly floor: number;
  /** By key, in ascending order. */
  readonly generations: ReadonlyMap<string, number>;
  /** False if another program wrote to the control stream, so that no revocation can be added to it. */
  readonly controlUsable: boolean;
}

/** What an instance knows and Redis has lost, for `restore`. */
export interface LostRevocations {
  readonly newest: number;
  readonly floor: number;
  readonly generations: readonly (readonly [key: string, generation: number])[];
  readonly controlUsable: boolean;
}

/** Reads and writes the revocations in Redis over one connection. Methods reject with the errors of ioredis. */
export class RevocationRecords {
  private readonly keys: readonly string[];
  private readonly readScript: LuaScript;
  private readonly revokeScript: LuaScript;
  private readonly restoreScript: LuaScript;

  constructor(
    private readonly client: Redis,
    { revocations, generations, control }: RedisKeys,
    private readonly kept = GENERATIONS_KEPT,
  ) {
    this.keys = [revocations, generations, control];
    const library = new URL('./records.lua', import.meta.url);
    const script = (name: string, options = {}) =>
      luaScript(client, new URL(`./${name}.lua`, import.meta.url), options);
    this.readScript = script('read');
    this.revokeScript = script('revoke', { library });
    this.restoreScript = script('restore', { library });
  }

  /** Stores a revocation and notifies all instances. Returns its number. */
  async revoke(key: string): Promise<number> {
    return (await this.revokeScript(this.keys, [key, this.kept])) as number;
  }

  /** Reads all revocations, page by page. */
  async read(): Promise<StoredRevocations> {
    const generations = new Map<string, number>();
    for (let from = '-inf'; ;) {
      const reply = await this.readScript(this.keys, [from, PAGE]);
      const [newest, floor, usable, flat] = reply as [number, number, number, string[]];
      for (let i = 0; i < flat.length; i += 2) {
        const [key, generation] = [flat[i] ?? '', Number(flat[i + 1])];
        generations.delete(key);
        if (Number.isSafeInteger(generation)) generations.set(key, generation);
      }
      if (flat.length < 2 * PAGE) return { newest, floor, generations, controlUsable: usable === 1 };
      // After a failover several keys may have the same generation, so the next page begins with that of the last key.
      const last = flat.at(-1) ?? '';
      from = last === from ? `(${last}` : last;
    }
  }

  /** Id of the last entry of the control stream; `0-0` if it is empty, or is no stream because another program wrote to its key. */
  async lastControlId(): Promise<string> {
    try {
      const [last] = await this.client.xrevrange(this.keys[2]!, '+', '-', 'COUNT', 1);
      return last?.[0] ?? '0-0';
    } catch (error) {
      if (error instanceof Error && error.message.startsWith('WRONGTYPE')) return '0-0';
      throw error;
    }
  }

  /** Writes lost revocations back. It never lowers a generation. */
  async restore({ newest, floor, generations, controlUsable }: LostRevocations): Promise<void> {
    for (let start = 0; start === 0 || start < generations.length; start += PAGE) {
      const pairs = generations.slice(start, start + PAGE).flat();
      const resetControl = controlUsable || start > 0 ? 0 : 1;
      await this.restoreScript(this.keys, [this.kept, newest, floor, resetControl, ...pairs]);
    }
  }
}
