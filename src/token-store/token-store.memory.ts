import { ExpiringMap } from '../collections/expiring-map.js';
import { TokenStoreFullError } from './token-store.errors.js';
import {
  type Grant,
  type Redemption,
  type TokenDigest,
  type TokenStore,
  type TokenStoreStats,
} from './token-store.interface.js';

/** About what one token takes beside its grant's lists: the digest, the map entry, the grant object. */
const BYTES_PER_TOKEN = 400;

/** Tokens of one process, in its memory. Bounded: when full it refuses new tokens and keeps the live ones. */
export class MemoryTokenStore implements TokenStore {
  private readonly live: ExpiringMap<{ grant: Grant; ttlSeconds: number }>;
  private readonly spent: ExpiringMap<true>;

  constructor(
    private readonly maxTokens: number,
    now?: () => number,
  ) {
    this.live = new ExpiringMap(now);
    this.spent = new ExpiringMap(now);
  }

  issue(digest: TokenDigest, grant: Grant, ttlSeconds: number): Promise<void> {
    if (this.live.size >= this.maxTokens) this.live.dropExpired();
    if (this.live.size >= this.maxTokens) return Promise.reject(new TokenStoreFullError());
    this.live.set(digest, { grant, ttlSeconds }, ttlSeconds);
    return Promise.resolve();
  }

  redeem(digest: TokenDigest, unless: readonly string[] = []): Promise<Redemption> {
    const kept = unless.length > 0 ? this.live.get(digest)?.grant : undefined;
    if (kept && unless.includes(kept.principal)) return Promise.resolve({ deferred: kept });
    const taken = this.live.take(digest);
    if (!taken) return Promise.resolve({ refused: this.spent.get(digest) ? 'used' : 'unknown' });
    if (this.spent.size >= this.maxTokens) this.spent.dropOldest();
    this.spent.set(digest, true, taken.ttlSeconds);
    return Promise.resolve({ grant: taken.grant });
  }

  stats(): Promise<TokenStoreStats> {
    this.live.dropExpired();
    this.spent.dropExpired();
    let bytes = 0;
    for (const { grant } of this.live.values()) bytes += BYTES_PER_TOKEN + listBytes(grant);
    return Promise.resolve({ live: this.live.size, bytes });
  }
}

function listBytes({ modules = [], severities = [] }: Grant): number {
  return [...modules, ...severities].reduce((sum, text) => sum + text.length, 0);
}
