import { ExpiringMap } from '../collections/expiring-map.js';
import { type Generations } from '../revocation/generations.js';
import { type Supersessions } from '../revocation/supersessions.js';
import { LiveBytes } from './live-bytes.js';
import { type ResumeRequest, type ResumeTimes, type Seat } from './resume.js';
import { type Grant, type TokenBounds } from './token-store.interface.js';

interface Entry {
  readonly grant: Grant;
  readonly number: number;
  /** When its token was issued, monotonic seconds; `expires` likewise. */
  readonly issued: number;
  readonly expires: number;
  readonly bytes: number;
  readonly stream: string;
  readonly place: string | undefined;
}

/** The resume entries of a token store in memory. */
export class MemoryResumeEntries {
  private readonly entries: ExpiringMap<Entry>;
  private readonly bytesOfAll = new LiveBytes();
  private readonly bytesOfPrincipals: ExpiringMap<LiveBytes>;
  private lastNumber = 0;

  constructor(
    private readonly times: ResumeTimes,
    private readonly bounds: TokenBounds,
    private readonly generations: Generations,
    private readonly supersessions: Supersessions,
    private readonly now: () => number,
  ) {
    this.entries = new ExpiringMap(now);
    this.bytesOfPrincipals = new ExpiringMap(now);
  }

  /** Writes the entry of a token that is redeemed. Returns no seat if there is no room for it. */
  add({ entry, stream, place }: ResumeRequest, grant: Grant, issued: number, bytes: number): Seat | undefined {
    const now = this.now() / 1_000;
    const own = this.bytesOfPrincipals.get(grant.principal);
    if (this.bytesOfAll.at(now) + bytes > this.bounds.bytes) return undefined;
    if ((own?.at(now) ?? 0) + bytes > this.bounds.bytesPerPrincipal) return undefined;
    const expires = this.expiryOf(issued, now);
    if (expires <= now) return undefined;
    return this.write(entry, { grant, number: 0, issued, expires, bytes, stream, place }, false);
  }

  /** The entry, or the principal whose grant is revoked; undefined if there is none, or it is too old by now. */
  find(digest: string): Entry | { readonly revoked: string } | undefined {
    const entry = this.entries.get(digest);
    if (!entry) return undefined;
    const revoked = this.generations.revokes({ ...entry.grant, stream: entry.stream });
    if (!revoked && this.now() / 1_000 < entry.issued + this.times.maxSeconds) return entry;
    this.entries.take(digest);
    this.count(entry, -entry.bytes);
    return revoked ? { revoked: entry.grant.principal } : undefined;
  }

  /** Resumes `entry`: renews it, and supersedes the stream that has it. */
  resume({ entry: digest, stream, place }: ResumeRequest, entry: Entry): Seat {
    this.count(entry, -entry.bytes);
    const expires = this.expiryOf(entry.issued, this.now() / 1_000);
    const seat = this.write(digest, { ...entry, expires, stream, place }, true);
    this.supersessions.supersede(digest, seat.number);
    return seat;
  }

  private write(digest: ResumeRequest['entry'], given: Entry, resumed: boolean): Seat {
    const now = this.now() / 1_000;
    const entry = { ...given, number: (this.lastNumber += 1) };
    this.entries.set(digest, entry, entry.expires - now);
    this.count(entry, entry.bytes);
    return { entry: digest, number: entry.number, resumed };
  }

  private count({ grant: { principal }, expires }: Entry, bytes: number): void {
    const own = this.bytesOfPrincipals.get(principal) ?? new LiveBytes();
    this.bytesOfPrincipals.set(principal, own, this.times.seconds + 1);
    for (const counts of [this.bytesOfAll, own]) counts.add(bytes, expires);
  }

  private expiryOf(issued: number, now: number): number {
    return Math.min(now + this.times.seconds, issued + this.times.maxSeconds);
  }
}
