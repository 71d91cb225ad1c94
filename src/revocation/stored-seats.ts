import { type Redis } from 'ioredis';
import { type LuaScript, luaScript } from '../redis/lua-script.js';
import { type RedisKeys } from '../redis/redis-keys.js';
import { type Supersessions } from './supersessions.js';

const PAGE = 500;

/** Finds supersessions of which this instance has not heard, after it was cut off from the store. Rejects with the errors of ioredis. */
export class StoredSeats {
  private readonly script: LuaScript;

  constructor(
    client: Redis,
    private readonly keys: RedisKeys,
    private readonly supersessions: Supersessions,
  ) {
    this.script = luaScript(client, new URL('./seats.lua', import.meta.url));
  }

  async check(): Promise<void> {
    const { entries } = this.supersessions;
    for (let start = 0; start < entries.length; start += PAGE) {
      const page = entries.slice(start, start + PAGE);
      const seats = (await this.script(page.map(this.keys.resume), [])) as string[];
      for (const [index, seat] of seats.entries()) if (seat) this.supersessions.supersede(page[index]!, Number(seat));
    }
  }
}
