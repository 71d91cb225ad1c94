import { ExpiringMap } from '../collections/expiring-map.js';
import { Generations } from '../revocation/generations.js';
import { Supersessions } from '../revocation/supersessions.js';
import { LiveBytes } from './live-bytes.js';
import { DEFAULT_RESUME_TIMES, type ResumeRequest } from './resume.js';
import { MemoryResumeEntries } from './resume-entries.memory.js';
import { TokenShareSpentError, TokenStoreFullError } from './token-store.errors.js';
import {
  DEFAULT_TOKEN_BOUNDS,
  type Grant,
  LIMITED,
  type Redemption,
  type RefusedToken,
  type TokenBounds,
  type TokenDigest,
  type TokenStore,
  type TokenStoreStats,
} from './token-store.interface.js';

/** Bytes that a token takes beside its grant's lists, about: the digest, the map entry, the grant object. */
const BYTES_PER_TOKEN = 400;
/** What is kept of the name of a spent token's principal, characters. */
const NAME_MAX = 256;

interface LiveToken {
  readonly grant: Grant;
  readonly ttlSeconds: number;
  readonly bytes: number;
  /** Monotonic seconds. */
  readonly expires: number;
}

/** The token store in the memory of one process, for running without Redis. When it is full, it refuses new tokens. */
export class MemoryTokenStore implements TokenStore {
  private readonly live: ExpiringMap<LiveToken>;
  private readonly spent: ExpiringMap<RefusedToken>;
  private readonly bytesOfAll = new LiveBytes();
  private readonly bytesOfPrincipals: ExpiringMap<LiveBytes>;
  private readonly resumes: MemoryResumeEntries;

  constructor(
    private readonly maxTokens = 100_000,
    private readonly bounds: TokenBounds = DEFAULT_TOKEN_BOUNDS,
    private readonly generations = new Generations(),
    private readonly now: () => number = () => performance.now(),
    resumeTimes = DEFAULT_RESUME_TIMES,
    supersessions = new Supersessions(),
  ) {
    this.resumes = new MemoryResumeEntries(resumeTimes, bounds, generations, supersessions, now);
    this.live = new ExpiringMap(now);
    this.spent = new ExpiringMap(now);
    this.bytesOfPrincipals = new ExpiringMap(now);
  }

  issue(digest: TokenDigest, given: Grant, ttlSeconds: number): Promise<void> {
    const now = this.now() / 1_000;
    const { newest } = this.generations;
    const grant = { ...given, generation: newest === 0 ? undefined : newest };
    const token = { grant, ttlSeconds, bytes: BYTES_PER_TOKEN + listBytes(grant), expires: now + ttlSeconds };
    const own = this.bytesOfPrincipals.get(grant.principal) ?? new LiveBytes();
    if (this.isFull(token.bytes, now)) return Promise.reject(new TokenStoreFullError());
    if (own.at(now) + token.bytes > this.bounds.bytesPerPrincipal) {
      return Promise.reject(new TokenShareSpentError(own.secondsLeft(now)));
    }
    this.live.set(digest, token, ttlSeconds);
    this.bytesOfPrincipals.set(grant.principal, own, ttlSeconds + 1);
    for (const counts of [this.bytesOfAll, own]) counts.add(token.bytes, token.expires);
    return Promise.resolve();
  }

  redeem(digest: TokenDigest, deferFor: readonly string[] = [], resume?: ResumeRequest): Promise<Redemption> {
    const kept = deferFor.length > 0 ? this.live.get(digest)?.grant : undefined;
    if (kept && isNamed(kept, deferFor) && !this.generations.revokes(kept)) return Promise.resolve({ deferred: kept });
    const taken = this.live.take(digest);
    if (taken) return Promise.resolve(this.spend(digest, taken, resume));
    const resumed = resume && this.resume(resume, deferFor);
    return Promise.resolve(resumed ?? this.spent.get(digest) ?? { refused: 'unknown' });
  }

  stats(): Promise<TokenStoreStats> {
    this.live.dropExpired();
    this.spent.dropExpired();
    let bytes = 0;
    for (const token of this.live.values()) bytes += token.bytes;
    return Promise.resolve({ live: this.live.size, bytes });
  }

  private spend(digest: TokenDigest, taken: LiveToken, resume?: ResumeRequest): Redemption {
    const { grant, ttlSeconds, bytes, expires } = taken;
    const revoked = this.generations.revokes(grant);
    const refusal = { refused: revoked ? 'revoked' : 'used', principal: grant.principal.slice(0, NAME_MAX) } as const;
    if (this.spent.size >= this.maxTokens) this.spent.dropOldest();
    this.spent.set(digest, refusal, ttlSeconds);
    const own = this.bytesOfPrincipals.get(grant.principal);
    for (const counts of [this.bytesOfAll, own]) counts?.add(-bytes, expires);
    if (revoked) return refusal;
    const seat = resume && this.resumes.add(resume, grant, expires - ttlSeconds, bytes);
    return { grant, ...(seat && { seat }) };
  }

  private resume(resume: ResumeRequest, deferFor: readonly string[]): Redemption | undefined {
    const entry = this.resumes.find(resume.entry);
    if (!entry) return undefined;
    if ('revoked' in entry) return { refused: 'revoked', principal: entry.revoked.slice(0, NAME_MAX) };
    const { grant, place } = entry;
    if (isNamed(grant, deferFor)) return { deferred: grant, predecessor: place };
    return { grant, seat: this.resumes.resume(resume, entry) };
  }

  private isFull(bytes: number, now: number): boolean {
    if (this.live.size >= this.maxTokens) this.live.dropExpired();
    return this.live.size >= this.maxTokens || this.bytesOfAll.at(now) + bytes > this.bounds.bytes;
  }
}

/** Whether `names` has the principal of the grant, or `LIMITED` and the principal has a limit. */
function isNamed({ principal, streamsMax }: Grant, names: readonly string[]): boolean {
  return names.includes(principal) || (streamsMax !== undefined && names.includes(LIMITED));
}

function listBytes({ modules = [], severities = [] }: Grant): number {
  return [...modules, ...severities].reduce((sum, text) => sum + text.length, 0);
}
