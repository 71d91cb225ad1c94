import { type LuaScript, luaScript } from '../redis/lua-script.js';
import { type RedisService } from '../redis/redis.service.js';
import { type AddressCounts } from './address-counts.js';
import {
  LONGEST_REFUSAL_MS,
  UNKNOWN_TOKEN_ADDRESSES,
  type UnknownTokenLimit,
  type WrongCredentialLimit,
  wrongCredentialAddresses,
} from './address-limits.js';

/** How many replies may be awaited at once. What comes meanwhile is counted at this instance alone. */
const UNDER_WAY_MAX = 1_000;

interface Limits {
  readonly wrongCredentials: WrongCredentialLimit;
  readonly unknownTokens: UnknownTokenLimit;
}

/** The counts of all instances, in Redis. What is noted in one turn of the event loop is sent in one pipeline. */
export class RedisAddressCounts implements AddressCounts {
  private readonly wrongScript: LuaScript;
  private readonly unknownScript: LuaScript;
  private underWay = 0;

  constructor(
    private readonly redis: Pick<RedisService, 'commands' | 'keys' | 'monitor'>,
    private readonly limits: Limits,
  ) {
    const script = (file: string) => luaScript(redis.commands.client, new URL(`./${file}.lua`, import.meta.url));
    this.wrongScript = script('wrong-credential');
    this.unknownScript = script('unknown-token');
  }

  wrongCredential(address: string, credential: number): Promise<number> {
    const limit = this.limits.wrongCredentials;
    const { wrongCredentials, wrongCredentialsOf } = this.redis.keys;
    const args = [limit.windowSeconds * 1_000, limit.different, LONGEST_REFUSAL_MS, wrongCredentialAddresses(limit)];
    return this.count('wrong_credential', () =>
      this.wrongScript(
        [wrongCredentials, wrongCredentialsOf(address), wrongCredentialsOf('')],
        [address, credential, ...args],
      ),
    );
  }

  unknownToken(address: string): Promise<number> {
    const { unknown, windowSeconds } = this.limits.unknownTokens;
    const windowMs = windowSeconds * 1_000;
    return this.count('unknown_token', () =>
      this.unknownScript(
        [this.redis.keys.unknownTokens],
        [address, windowMs, windowMs / unknown, UNKNOWN_TOKEN_ADDRESSES],
      ),
    );
  }

  private async count(operation: string, run: () => Promise<unknown>): Promise<number> {
    const { commands, monitor } = this.redis;
    if (!monitor.available || this.underWay >= UNDER_WAY_MAX) return 0;
    this.underWay++;
    try {
      return (await commands.timed(operation, run())) as number;
    } catch {
      return 0;
    } finally {
      this.underWay--;
    }
  }
}
